// What happens to the account while a page is open: the list of sessions comes up to date, and when the
// session ends the page goes. All tabs of a browser share one stream, because it opens six connections to
// a place at most: the tab that holds the lock listens and tells the others.
(() => {
  const { stream, session, left } = document.body.dataset;
  if (!stream) return;

  const channel = new BroadcastChannel("jumar");
  const LONG_LOST = 3000;
  const RETRY = 5000;
  let leaving = false;
  let lost;

  const leave = () => {
    if (!leaving) location.replace(left);
  };

  const showLost = (isLost) => {
    const notice = document.getElementById("connection");
    if (isLost) {
      lost ??= setTimeout(() => (notice.hidden = false), LONG_LOST);
    } else {
      clearTimeout(lost);
      lost = undefined;
      notice.hidden = true;
    }
  };

  const react = ({ kind, event }) => {
    if (kind === "connection") showLost(event.lost);
    if (kind === "ended") void check();
    if (kind === "session") htmx.trigger(document.body, "sessions-changed");
  };

  const tell = (message) => {
    channel.postMessage(message);
    react(message);
  };

  // The cookie may belong to another session by now, or to the same one renewed: the server knows.
  const check = async () => {
    try {
      const { status } = await fetch(session, { headers: { accept: "application/json" } });
      if (status === 401) leave();
      return status;
    } catch {
      return undefined;
    }
  };

  const listen = () => {
    const source = new EventSource(stream);
    source.addEventListener("open", () => tell({ kind: "connection", event: { lost: false } }));
    source.addEventListener("error", () => {
      tell({ kind: "connection", event: { lost: true } });
      // A refusal is final for the browser; whether it is for us depends on why.
      if (source.readyState === EventSource.CLOSED) again(source);
    });
    source.addEventListener("session.created", () => tell({ kind: "session" }));
    source.addEventListener("session.ended", (message) => {
      const { data } = JSON.parse(message.data);
      if (!data.current) {
        tell({ kind: "session" });
        return;
      }
      source.close();
      // A renewed session goes on as soon as the page that renewed it has its cookie.
      if (data.reason === "renewed") again(source);
      else tell({ kind: "ended" });
    });
  };

  const again = (source) => {
    source.close();
    setTimeout(async () => {
      if ((await check()) === 401) channel.postMessage({ kind: "ended" });
      else listen();
    }, RETRY);
  };

  window.addEventListener("offline", () => showLost(true));
  window.addEventListener("online", () => showLost(false));
  channel.addEventListener("message", ({ data }) => react(data));
  // Whoever sends a form is about to see another page, whatever becomes of the session.
  document.addEventListener("submit", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));

  if (navigator.locks)
    void navigator.locks.request("jumar-stream", () => (listen(), new Promise(() => {})));
  else listen();
})();

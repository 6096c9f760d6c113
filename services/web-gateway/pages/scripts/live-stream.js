// Follows the account while a page is open: refreshes the list of sessions, and leaves the page when the
// session ends. Nothing is told twice, so the list is refreshed too when something may have been missed: when
// the stream opens, when the page is seen again, and after a refresh that failed. All tabs of a browser share
// one stream, because browsers open at most six connections to a host: the tab that holds the lock listens
// and tells the others.
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
    if (kind === "session") refresh();
  };

  const refresh = () => htmx.trigger(document.body, "sessions-changed");

  const tell = (message) => {
    channel.postMessage(message);
    react(message);
  };

  // The cookie may belong to another session by now, or the session may have a new token: ask the server.
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
    source.addEventListener("open", () => {
      tell({ kind: "connection", event: { lost: false } });
      tell({ kind: "session" });
    });
    source.addEventListener("error", () => {
      tell({ kind: "connection", event: { lost: true } });
      // A refusal is final for the browser; whether it is final for us depends on the reason.
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
      // A renewed session continues as soon as the page that renewed it has the new cookie.
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
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  document.addEventListener("htmx:afterRequest", ({ target, detail: { successful } }) => {
    if (target.id === "session-list" && !successful) setTimeout(refresh, RETRY);
  });
  // Submitting a form leads to another page, whatever happens to the session.
  document.addEventListener("submit", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));

  if (navigator.locks)
    void navigator.locks.request("jumar-stream", () => (listen(), new Promise(() => {})));
  else listen();
})();

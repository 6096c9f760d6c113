// Converts times from UTC to the reader's time zone, and what they fill in for times back to UTC.
(() => {
  const { lang } = document.documentElement;
  const own = navigator.languages.find((each) => each.startsWith(lang)) ?? lang;
  const format = new Intl.DateTimeFormat(own, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const localise = (root) => {
    for (const time of root.querySelectorAll("time:not([title])")) {
      time.title = time.textContent;
      time.textContent = format.format(new Date(time.dateTime));
    }
  };
  localise(document);
  document.addEventListener("htmx:afterSwap", () => localise(document));

  // The name for all of the year: what is filled in may be in the other half of it.
  const named = new Intl.DateTimeFormat(own, { timeZoneName: "shortGeneric" });
  const zone = named.formatToParts().find(({ type }) => type === "timeZoneName").value;
  const asField = (at) => at.toISOString().slice(0, 19).replace(/:00$/, "");
  /** Whose text is the time in this zone of which `text`, as a field has it, is the one in UTC. */
  const toOwn = (text) => {
    const at = new Date(`${text}Z`);
    return asField(new Date(at.getTime() - at.getTimezoneOffset() * 60_000));
  };
  for (const label of document.querySelectorAll("[data-zone]")) {
    const input = document.getElementById(label.dataset.zone);
    if (input?.type !== "datetime-local") continue;
    label.textContent = `(${zone})`;
    // What the page came with, and not what a browser has kept of what was typed: that is in this zone.
    if (input.defaultValue !== "") input.value = toOwn(input.defaultValue);
    input.form.addEventListener("formdata", ({ formData }) => {
      if (input.value !== "") formData.set(input.name, asField(new Date(input.value)));
    });
  }
})();

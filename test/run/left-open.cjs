const { appendFileSync } = require("node:fs");

const fileOf = new WeakMap();
const timersOf = new Map();
let timers = 0;
let known;

/** Remembers which file left the sockets, servers, children and timers that are open now. */
exports.noteOpen = function noteOpen(file) {
  for (const handle of process._getActiveHandles()) {
    if (!fileOf.has(handle)) fileOf.set(handle, file);
  }
  const now = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  if (now > timers) timersOf.set(file, now - timers);
  timers = now;
};

/**
 * Jest ends a worker with a signal when it has not ended by itself half a second after its last file.
 * It is then asked what it has open: what is still there, not what was about to close.
 */
exports.sayWhatIsOpen = function sayWhatIsOpen() {
  if (known !== undefined || process.send === undefined || !process.env.TEST_LEFT_OPEN) return;
  known = new WeakSet(process._getActiveHandles());
  process.once("SIGTERM", () => {
    const lines = [...new Set(process._getActiveHandles().filter(isOurs).map(describe))];
    if (process.getActiveResourcesInfo().includes("Timeout")) {
      for (const [file, count] of timersOf) lines.push(`${file}: timers (${count})`);
    }
    appendFileSync(process.env.TEST_LEFT_OPEN, lines.map((line) => `${line}\n`).join(""));
    process.exit(143);
  });
};

// What belongs to no file are the worker's own streams and its channel to jest.
const isOurs = (handle) =>
  fileOf.has(handle) && !known.has(handle) && handle.fd !== 1 && handle.fd !== 2;

function describe(handle) {
  const { constructor, remoteAddress, remotePort, spawnfile } = handle;
  const to = remotePort ? ` to ${remoteAddress}:${remotePort}` : "";
  return `${fileOf.get(handle)}: ${constructor.name}${to}${spawnfile ? ` ${spawnfile}` : ""}`;
}

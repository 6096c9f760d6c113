// How many seconds each fault file may take on two quiet processors, beside two others. The dearest
// are begun first; one that takes longer is named, and fails only when it hangs.
const budgets = {
  "kill-everything": 330,
  upgrade: 260,
  "broker-restart": 240,
  cluster: 240,
  "memory-alarm": 240,
  "silent-network": 210,
  idempotency: 180,
  "clock-skew": 150,
  "cold-start": 150,
  relays: 150,
  "rolling-restart": 150,
  "consumers-crash": 120,
  "consumers-long": 120,
  "database-restart": 120,
  deadlines: 120,
};

/** The budget of a fault file in seconds, by its path. */
export function budgetOf(file) {
  return budgets[nameOf(file)] ?? 90;
}

/** What is about RabbitMQ itself, and so runs on 4.3 besides the release that the machine has. */
const aboutTheBroker = new Set([
  "broker-operator",
  "broker-rights",
  "consumers-channel",
  "consumers-database-away",
  "consumers-delivery-limit",
  "lost-events",
  "queues-of-calls",
]);

/** Whether a fault file runs on both releases of RabbitMQ. */
export function onBothReleases(file) {
  return aboutTheBroker.has(nameOf(file));
}

function nameOf(file) {
  return file.slice("test/faults/".length, -".test.ts".length);
}

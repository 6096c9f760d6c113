// How many seconds each fault file may take on two quiet processors, beside two others. The dearest
// are begun first; one that takes longer is named, and fails only when it hangs.
const budgets = {
  cluster: 240,
  "silent-network": 240,
  "kill-everything": 210,
  upgrade: 210,
  "broker-restart": 180,
  "memory-alarm": 180,
  "consumers-long": 150,
  "database-restart": 150,
  relays: 150,
  "rolling-restart": 150,
  "clock-skew": 120,
  "cold-start": 120,
  "consumers-crash": 120,
  deadlines: 120,
  gateways: 120,
  idempotency: 120,
  "outside-node": 120,
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

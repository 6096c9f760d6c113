const { readFileSync } = require("node:fs");
const { cpus } = require("node:os");

// The kernel counts in hundredths of a second for user programs, whatever it does itself.
const TICKS_PER_SECOND = 100;

/**
 * The processor seconds of this process so far, and those of the children that ended and were waited
 * for, with theirs. Without /proc (macOS) nobody tells those of children: they are 0.
 */
exports.processorTime = function processorTime() {
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    // The second field is a name in brackets that may have spaces; the times start with the 14th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
    return {
      own: (user + system) / TICKS_PER_SECOND,
      children: (childUser + childSystem) / TICKS_PER_SECOND,
    };
  } catch {
    const { user, system } = process.cpuUsage();
    return { own: (user + system) / 1e6, children: 0 };
  }
};

/** From now on; returns what says how long that was, and how busy all processors were meanwhile. */
exports.watchProcessors = function watchProcessors() {
  const since = Date.now();
  const before = timesOfAll();
  return () => {
    const { idle, all } = timesOfAll();
    const busy = 1 - (idle - before.idle) / Math.max(1, all - before.all);
    const seconds = ((Date.now() - since) / 1000).toFixed(0);
    return `${seconds} s, the processors were busy for ${(100 * busy).toFixed(0)} % of them`;
  };
};

function timesOfAll() {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    all: sum(times.flatMap((one) => Object.values(one))),
  };
}

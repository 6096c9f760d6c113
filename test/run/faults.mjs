import { appendFileSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { budgetOf, onBothReleases } from "./fault-budgets.mjs";
import { runJest } from "./jest.mjs";
import { root } from "./paths.mjs";
import { watchProcessors } from "./processor-time.cjs";
import { startRabbitmq43, whyNoRabbitmq43 } from "./rabbitmq-4.3.mjs";

// Most of a fault is waiting: a file keeps a processor busy for some 45 % of its time. Two processors
// have room for three, and enough left for delays to be those of the fault rather than of the machine.
const AT_ONCE = Math.ceil(1.5 * Math.max(2, availableParallelism()));
// Slow machines take longer; only what hangs takes as long as this.
const HANGS_AFTER_BUDGETS = 5;

/** What `--broker` may name besides the RabbitMQ that this machine has. */
export const brokers = ["4.3"];

/**
 * Runs the fault files whose paths contain one of `filters`, several at once: each has databases,
 * virtual hosts and ports of its own, and a server that it breaks is its own as well. Those about the
 * broker run on RabbitMQ 4.3 too; with `broker` all run on that release alone. They race real servers
 * against the clock of a shared machine, so a file that fails is run once more, alone.
 */
export async function runFaults(filters, folder, broker) {
  const files = faultFiles().filter(
    (file) => filters.length === 0 || filters.some((filter) => file.includes(filter)),
  );
  const here = broker === undefined ? files : [];
  const on43 = await onRabbitmq43(broker ? files : files.filter(onBothReleases), folder);
  try {
    const jobs = [...here.map((file) => ({ file, release: "", env: {} })), ...on43.jobs];
    return await runJobs(jobs, folder);
  } finally {
    await on43.stop();
  }
}

/** Files to run on RabbitMQ 4.3, on one node for all of them. */
async function onRabbitmq43(files, folder) {
  const nothing = { jobs: [], stop: () => Promise.resolve() };
  if (files.length === 0) return nothing;
  const absent = whyNoRabbitmq43();
  if (absent !== undefined) {
    appendFileSync(process.env.TEST_LEFT_OUT, `faults on RabbitMQ 4.3: ${absent}\n`);
    return nothing;
  }
  const { env, stop } = await startRabbitmq43(folder);
  return { jobs: files.map((file) => ({ file, release: " on RabbitMQ 4.3", env })), stop };
}

async function runJobs(jobs, folder) {
  const waiting = jobs.sort((a, b) => budgetOf(b.file) - budgetOf(a.file));
  const results = new Map();
  const howBusy = watchProcessors();
  const lane = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      results.set(job, await runJob(job, folder));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  console.log(howBusy());

  for (const [job, { failed }] of results) {
    if (failed === 0) continue;
    console.log(`FAILED ONCE, again: ${job.file}${job.release}`);
    results.set(job, await runJob(job, folder, "again"));
  }
  return sum([...results.values()]);
}

async function runJob({ file, release, env }, folder, time = "first") {
  const budget = budgetOf(file);
  const name = `${file}${release}`.replaceAll(/[/ ]/g, "-");
  const result = await runJest(
    ["--config=jest.faults.config.js", `--runTestsByPath`, file],
    join(folder, `${name}.${time}.json`),
    { show: false, hangsAfterMs: HANGS_AFTER_BUDGETS * budget * 1000, env },
  );
  const { failed, seconds, output } = result;
  const over = seconds > budget ? `, OVER its budget of ${budget} s` : "";
  const word = failed > 0 ? "FAILED" : "ok    ";
  console.log(`${word}  ${file}${release}  ${seconds.toFixed(0)} s${over}`);
  if (failed > 0) console.log(output.trimEnd());
  return result;
}

function faultFiles() {
  const folder = join(root, "test/faults");
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => relative(root, join(folder, file)).replaceAll("\\", "/"));
}

function sum(results) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const result of results) for (const key of Object.keys(totals)) totals[key] += result[key];
  return totals;
}

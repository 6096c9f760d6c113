import { cpus } from "node:os";
import { benchEvents } from "./events";
import { benchLogIn } from "./log-in";
import { benchSessionCheck } from "./session-check";

const benchmarks: Record<string, () => Promise<object>> = {
  "session-check": benchSessionCheck,
  events: benchEvents,
  "log-in": benchLogIn,
};

/** `npm run bench -- [name…]`: runs the named benchmarks, or all, and prints JSON. */
async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    process.stderr.write(
      `no benchmark ${unknown.join(", ")}; there are ${Object.keys(benchmarks).join(", ")}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const results: Record<string, object> = {};
  for (const [name, run] of Object.entries(benchmarks)) {
    if (names.length === 0 || names.includes(name)) results[name] = await run();
  }
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model };
  process.stdout.write(`${JSON.stringify({ machine, results }, null, 2)}\n`);
}

void main();

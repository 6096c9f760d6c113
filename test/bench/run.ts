import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { eventParts } from "./events";
import { benchIdle } from "./idle";
import { benchLogIn } from "./log-in";
import { benchScale } from "./scale/scale";
import { benchSessionCheck } from "./session-check";

type Benchmark = (rounds?: number, users?: number) => Promise<object>;

const benchmarks: Record<string, Record<string, Benchmark> | Benchmark> = {
  "session-check": benchSessionCheck,
  events: eventParts,
  "log-in": benchLogIn,
  idle: benchIdle,
  scale: (_rounds, users) => benchScale(users),
};

/**
 * `npm run bench -- [benchmark [part…]] [--rounds n] [--users n]`: runs all benchmarks, one, or parts of
 * one, and prints JSON. Some take another number of rounds than their own, `scale` another number of users.
 */
async function main(): Promise<void> {
  const options = { rounds: { type: "string" }, users: { type: "string" } } as const;
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const [only, ...parts] = positionals;
  const [rounds, users] = [values.rounds, values.users].map((given) =>
    given === undefined ? undefined : Number(given),
  );
  for (const [name, number] of Object.entries({ rounds, users })) {
    if (number === undefined || (Number.isInteger(number) && number > 0)) continue;
    refuse(`--${name} takes a whole number from 1 on`);
    return;
  }
  const chosen = choose(benchmarks, only === undefined ? [] : [only]);
  if (!chosen) return;
  const results: Record<string, object> = {};
  for (const [name, benchmark] of Object.entries(chosen)) {
    if (typeof benchmark === "function") {
      results[name] = await benchmark(rounds, users);
      continue;
    }
    const some = choose(benchmark, parts);
    if (!some) return;
    const figures: Record<string, object> = {};
    for (const [part, run] of Object.entries(some)) figures[part] = await run(rounds);
    results[name] = figures;
  }
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model };
  process.stdout.write(`${JSON.stringify({ machine, results }, null, 2)}\n`);
}

/** Those of some names, or all; undefined, having said so, when one of the names is unknown. */
function choose<T>(from: Record<string, T>, names: string[]): Record<string, T> | undefined {
  const unknown = names.filter((name) => !(name in from));
  if (unknown.length > 0) {
    refuse(`no benchmark ${unknown.join(", ")}; there are ${Object.keys(from).join(", ")}`);
    return undefined;
  }
  if (names.length === 0) return from;
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

function refuse(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}

void main();

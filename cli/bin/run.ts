#!/usr/bin/env node
import "../home";
import { availableParallelism } from "node:os";
import { tell } from "../failure";
import { watchOutput, whyLost } from "../output";
import { run } from "../run";

// Hashing takes a thread for each processor, and what needs others must not wait behind it. Only a
// program's first file comes early enough to say so: then none of them runs yet.
if (require.main === module) process.env.UV_THREADPOOL_SIZE ??= `${availableParallelism() + 4}`;

const lostOf = [process.stdout, process.stderr].map(watchOutput);

// `npm start` imports this file into its own process, where process.argv is set accordingly.
void run(process.argv.slice(2)).then(async (code) => {
  const [lost] = await Promise.all(lostOf.map((lostOfOne) => lostOfOne()));
  if (lost) tell({ code: "output", reasons: [whyLost(lost)] });
  process.exit(lost && code === 0 ? 1 : code);
});

#!/usr/bin/env node
import "../home";
import { availableParallelism } from "node:os";
import { run } from "../run";

// Hashing takes a thread for each processor, and what needs others must not wait behind it. Only a
// program's first file comes early enough to say so: then none of them runs yet.
if (require.main === module) process.env.UV_THREADPOOL_SIZE ??= `${availableParallelism() + 4}`;

// `npm start` imports this file into its own process, where process.argv is set accordingly.
void run(process.argv.slice(2)).then(async (code) => {
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(code);
});

/** Resolves once a pipe has taken what was printed, which would be lost with the process; or its reader has gone. */
async function written(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return;
  await new Promise<void>((resolve) => stream.write("", () => resolve()));
}

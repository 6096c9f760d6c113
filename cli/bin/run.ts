#!/usr/bin/env node
import { availableParallelism } from "node:os";
import "../home";
import { run } from "../run";

// Hashing takes a thread for each processor, and what needs others must not wait behind it. Only a
// program's first file comes early enough to say so: then none of them runs yet.
if (require.main === module) process.env.UV_THREADPOOL_SIZE ??= `${availableParallelism() + 4}`;

// `npm start` imports this file into its own process, where process.argv is set accordingly.
void run(process.argv.slice(2)).then((code) => process.exit(code));

#!/usr/bin/env node
import "../home";
import { run } from "../run";

// `npm start` imports this file into its own process, where process.argv is set accordingly.
void run(process.argv.slice(2)).then((code) => process.exit(code));

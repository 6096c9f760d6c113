import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadCli } from "../load-cli";
import { referencePage } from "./reference-page";

// `npm run docs:cli`, after a build; with a file's name it is written there instead.
void loadCli().then((config) => {
  writeFileSync(process.argv[2] ?? join(config.root, "docs/cli.md"), referencePage(config));
});

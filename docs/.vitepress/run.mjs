// The documentation site: `npm run docs` builds it, with `--serve` it is shown as well.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt, ensureInstalled, ensureNode } from "../../cli/bootstrap.mjs";

const { values } = parseArgs({
  options: {
    serve: { type: "boolean" },
    port: { type: "string", default: "4173" },
    out: { type: "string" },
  },
});
const folder = join(import.meta.dirname, "..");

ensureNode();
await ensureInstalled();
// The references are made from what the commands print.
await ensureBuilt();
const { build, serve } = await import("vitepress");
await build(folder, values.out === undefined ? {} : { outDir: values.out });
if (values.serve) await serve({ root: folder, port: Number(values.port) });

import { join } from "node:path";
import { checkTree } from "./check-tree";
import { describe } from "./finding";

// The check "SQL subset" of `npm run check`.
void checkTree(join(__dirname, "../../..")).then((findings) => {
  for (const finding of findings) console.log(describe(finding));
  process.exitCode = findings.length > 0 ? 1 : 0;
});

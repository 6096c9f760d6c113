import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

it("is what the commands say; `npm run docs:cli` makes it anew", () => {
  const folder = mkdtempSync(join(tmpdir(), "jumar-cli-page-"));
  const file = join(folder, "cli.md");
  execFileSync(process.execPath, [join(ROOT, "dist/cli/reference/write-reference.js"), file]);
  const made = readFileSync(file, "utf8");
  rmSync(folder, { recursive: true });
  expect(readFileSync(join(ROOT, "docs/cli.md"), "utf8")).toBe(made);
});

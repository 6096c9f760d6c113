import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventCatalogue } from "../../../shared/events";
import { publishedBy } from "./catalogue-schemas";
import { checkReleases, RELEASED } from "./check-releases";

// The check "event schemas" of `npm run check`. With --write: the snapshot of the version in package.json.
const root = join(__dirname, "../../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

if (process.argv.includes("--write")) {
  const { version } = JSON.parse(read("package.json")) as { version: string };
  const text = JSON.stringify(publishedBy(eventCatalogue), null, 2);
  writeFileSync(join(RELEASED, `${version}.json`), `${text}\n`);
} else {
  const broken = checkReleases(read("CHANGELOG.md"));
  for (const sentence of broken) console.log(sentence);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

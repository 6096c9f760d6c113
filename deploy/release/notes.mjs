// node deploy/release/notes.mjs v1.2.3: prints what CHANGELOG.md says of that version. Fails unless the
// tag is the version of package.json and the changelog has a section with a date and something in it.
import { readFileSync } from "node:fs";

const [tag = ""] = process.argv.slice(2);
try {
  process.stdout.write(`${notesOf(tag)}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function notesOf(tag) {
  const [, version] = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag) ?? [];
  if (!version) throw new Error(`a release is tagged v1.2.3, not ${JSON.stringify(tag)}`);
  const { version: packaged } = JSON.parse(readFileSync("package.json", "utf8"));
  if (packaged !== version) throw new Error(`package.json says ${packaged}, the tag ${version}`);
  const sections = readFileSync("CHANGELOG.md", "utf8").split(/^(?=## \[)/m);
  const section = sections.find((text) => text.startsWith(`## [${version}]`));
  if (!section) throw new Error(`CHANGELOG.md has no section [${version}]`);
  const [heading, ...lines] = section.split("\n");
  if (!/ - \d{4}-\d\d-\d\d$/.test(heading))
    throw new Error(`CHANGELOG.md: [${version}] has no date`);
  const notes = lines.join("\n").trim();
  if (notes === "") throw new Error(`CHANGELOG.md says nothing of [${version}]`);
  return notes;
}

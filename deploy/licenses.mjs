// node deploy/licenses.mjs FOLDER: prints the licence of each package that npm installed in
// FOLDER/node_modules, with every text that the package brings along.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// Not license.js, which would be code.
const TEXT = /^(licen[cs]es?|copying|copyright|notice)([-._][\w.-]+)?$/i;
const CODE = /\.([cm]?[jt]s|json)$/i;

const [folder = "."] = process.argv.slice(2);
const installed = readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8");
const paths = Object.keys(JSON.parse(installed).packages);
process.stdout.write("What comes with Jumar from others, and under which terms.\n");
for (const path of paths) process.stdout.write(entryOf(join(folder, path)));

function entryOf(place) {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(place, "package.json"), "utf8"),
  );
  const texts = textsOf(place);
  if (texts.length === 0) texts.push(sectionOf(place) ?? wordsOf(author));
  const heading = `# ${name}@${version} (${license ?? "as the text says"})`;
  return `\n${"=".repeat(80)}\n${heading}\n\n${texts.join("\n\n")}\n`;
}

/** Also of what a package has inside that others made, but not of the packages below it. */
function textsOf(place) {
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const path = join(place, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : textsOf(path);
    if (!TEXT.test(entry.name) || CODE.test(entry.name)) return [];
    return [readFileSync(path, "utf8").trim()];
  });
}

/** Some have the text in their README only, at its end. */
function sectionOf(place) {
  const readme = readdirSync(place).find((file) => /^readme(\.|$)/i.test(file));
  const text = readme === undefined ? "" : readFileSync(join(place, readme), "utf8");
  const [, section = ""] = /^#+ *licen[cs]e\b.*$([^]*)/im.exec(text) ?? [];
  return /^copyright/im.test(section) ? section.trim() : undefined;
}

function wordsOf(author) {
  const { name, email } = typeof author === "object" ? author : { name: author };
  return `By ${name ?? "its authors"}${email ? ` <${email}>` : ""}; the package has no text of its licence.`;
}

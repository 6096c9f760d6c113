import { loadModule } from "libpg-query";
import { faultsOf } from "./blocks/check-block";
import { faultOfJumar, jumarCommandsOf, unknownScripts } from "./blocks/commands";
import { blocksOf, inlineCodeOf, pages, readPage } from "./blocks/markdown";
import { missingFiles, unknownVariables } from "./blocks/names";

/** Blocks that can only be looked at, in all pages together; each is a place where a page may rot. */
const MOST_LOOKED_AT = 3;

beforeAll(loadModule);

describe.each(pages())("%s", (file) => {
  it("has no block that is wrong or that nobody checks", () => {
    const faults = blocksOf(file).flatMap((block) =>
      faultsOf(block).map((fault) => `${file}:${block.line}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it("names commands, scripts, files and settings that there are", () => {
    const faults = inlineCodeOf(file).flatMap(({ line, code }) =>
      faultsOfCode(code).map((fault) => `${file}:${line}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });
});

it("few blocks can only be looked at", () => {
  const blocks = pages().flatMap((file) => blocksOf(file));
  expect(blocks.length).toBeGreaterThan(100);
  const lookedAt = blocks.filter(({ onlyLookedAt }) => onlyLookedAt !== undefined);
  expect(lookedAt.length).toBeLessThanOrEqual(MOST_LOOKED_AT);
});

const block = (language: string, code: string, above = ""): string =>
  `# Page\n\n${above}\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;

/** Planted faults: what each kind of check has to see. */
it.each([
  ["a language that nobody checks", block("ruby", "puts 1"), "nobody checks"],
  ["a block without a language", block("", "npm start"), "nobody checks"],
  ["a shell that cannot be read", block("sh", "if true; then"), "syntax error"],
  ["a command that there is not", block("sh", "npx jumar users lock ada"), "no command"],
  ["a command that there is not, after others", block("sh", "A=1 jumar a | jumar b"), "no command"],
  ["a flag that there is not", block("sh", "jumar users list \\\n  --colour"), "no --colour"],
  ["a script that there is not", block("console", "npm run speed"), "no script"],
  ["a file that there is not", block("sh", "test/containers/with-docker.sh"), "no file"],
  ["a setting that there is not", block("sh", "JUMAR_COLOUR=red npm start"), "nothing knows"],
  ["TypeScript that is in no example", block("ts", "subscribe();"), "docs/examples"],
  ["Python that is in no example", block("python", "import colours"), "docs/examples"],
  ["JSON that cannot be read", block("json", "{a: 1}"), "JSON"],
  ["an event that is none", block("json", '{"specversion": "1.0"}'), ""],
  ["YAML that cannot be read", block("yaml", "a: [1"), ""],
  ["TOML that cannot be read", block("toml", "a = "), ""],
  ["SQL that cannot be read", block("sql", "selec 1"), "PostgreSQL"],
  ["a reason that is none", block("ruby", "x", "<!-- only looked at: so -->"), "say why"],
  ["a test that there is not", block("text", "x", "<!-- checked by test/no.ts -->"), "there is no"],
  [
    "a test of another page",
    block("text", "x", "<!-- checked by test/docs/events-page.test.ts -->"),
    "does not read",
  ],
])("sees %s", (_, page, fault) => {
  const faults = blocksOf("page.md", page).flatMap(faultsOf);
  expect(faults).not.toEqual([]);
  expect(faults.join("\n")).toContain(fault);
});

it.each([
  "jumar user list",
  "npx jumar audit list --color",
  "npm run speed",
  "shared/events/catalog.ts",
  "JUMAR_COLOUR",
  "DATABASE_SSL_CERTIFICATE",
])("sees `%s` in a sentence", (code) => {
  expect(faultsOfCode(code)).toHaveLength(1);
});

it("passes what is right", () => {
  expect(faultsOfCode("npx jumar users list --query ada")).toEqual([]);
  expect(faultsOfCode("DATABASE_URL=postgresql://audit_app:…")).toEqual([]);
  expect(readPage("README.md")).toContain("npx jumar");
});

function faultsOfCode(code: string): string[] {
  return [
    ...jumarCommandsOf(code).flatMap((words) => faultOfJumar(words) ?? []),
    ...unknownScripts(code).map((name) => `there is no script ${name}`),
    ...missingFiles(code).map((path) => `there is no file ${path}`),
    ...unknownVariables(code).map((name) => `nothing knows ${name}`),
  ];
}

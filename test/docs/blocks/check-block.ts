import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { parseEnvelope } from "../../../shared/events/envelope";
import { parse as parseSql } from "../../rules/sql-subset/parse";
import { parseToml } from "../../support/deploy/toml";
import { faultOfJumar, jumarCommandsOf, linesOf, unknownScripts } from "./commands";
import { type Block, readPage, root } from "./markdown";
import { missingFiles, unknownVariables } from "./names";

const examples = readdirSync(join(root, "docs/examples")).map((name) =>
  readFileSync(join(root, "docs/examples", name), "utf8"),
);

/** How a block of a language is checked. A language that is not here is one that nobody checks. */
const CHECKS: Record<string, (block: Block) => string[]> = {
  sh: checkShell,
  console: checkShell,
  // Parts of the examples, which are compiled and run by test/docs/examples.test.ts and its neighbours.
  ts: partOfAnExample,
  python: partOfAnExample,
  json: ({ code }) => failing(() => checkJson(JSON.parse(code) as unknown)),
  yaml: ({ code }) => failing(() => parseYaml(code)),
  toml: ({ code }) => failing(() => parseToml(code)),
  sql: ({ code }) => (parseSql(code, { whole: true }) ? [] : ["PostgreSQL cannot read it"]),
};

/** What is wrong with a block. */
export function faultsOf(block: Block): string[] {
  const { language, checkedBy, onlyLookedAt } = block;
  if (onlyLookedAt !== undefined) return onlyLookedAt.length < 20 ? ["say why, in a sentence"] : [];
  if (checkedBy !== undefined) return isCheckedBy(checkedBy, block);
  return CHECKS[language]?.(block) ?? [`nobody checks a block of "${language}"`];
}

function checkShell({ code }: Block): string[] {
  // `[FLAGS]`, `…` and `VERSION` are words to a shell; what stands for something never runs here.
  const { status, stderr } = spawnSync("bash", ["-n", "-c", code], { encoding: "utf8" });
  const lines = linesOf(code);
  return [
    ...(status === 0 ? [] : [stderr]),
    ...lines.flatMap(jumarCommandsOf).flatMap((words) => faultOfJumar(words) ?? []),
    ...unknownScripts(code).map((name) => `there is no script ${name}`),
    ...lines.flatMap(missingFiles).map((path) => `there is no file ${path}`),
    ...unknownSettings(lines),
  ];
}

/** Settings that a command is given, other than those that the block makes for itself. */
function unknownSettings(lines: string[]): string[] {
  const text = lines.join("\n");
  const own = new Set([...text.matchAll(/^(?:export )?([A-Z_]+)=\S*$/gm)].map(([, name]) => name));
  const given = [...text.matchAll(/(?:^|\s)([A-Z][A-Z_0-9]+)=/gm)].map(([, name = ""]) => name);
  return given
    .filter((name) => !own.has(name) || name.startsWith("JUMAR_"))
    .flatMap(unknownVariables)
    .map((name) => `nothing knows ${name}`);
}

function partOfAnExample({ code }: Block): string[] {
  const places = examples.filter((example) => example.includes(code)).length;
  return places === 1 ? [] : [`it stands in ${places} files of docs/examples, not in one`];
}

function checkJson(value: unknown): void {
  const isEvent = typeof value === "object" && value !== null && "specversion" in value;
  if (isEvent && !parseEnvelope(value)) throw new Error("it is no event");
}

/** A test that says so itself: it reads the page and takes its blocks of this language. */
function isCheckedBy(test: string, { file, language }: Block): string[] {
  if (!existsSync(join(root, test))) return [`there is no ${test}`];
  const source = readPage(test);
  const name = file.split("/").at(-1) ?? file;
  if (!source.includes(name)) return [`${test} does not read ${name}`];
  return source.includes(`"${language}"`) ? [] : [`${test} takes no block of ${language}`];
}

function failing(parse: () => unknown): string[] {
  try {
    parse();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

import { readPage } from "./markdown";

/** Every command of `jumar` with its flags, from its reference, which is held to the commands. */
const commands = new Map(
  readPage("docs/cli.md")
    .split(/^## /m)
    .slice(1)
    .map((section): [string, Set<string>] => {
      const name = /^`jumar (.+)`/.exec(section)?.[1] ?? "";
      return [name, new Set(["--help", ...(section.match(/--(?:\[no-\])?[a-z][\w-]*/g) ?? [])])];
    }),
);
const topics = new Set([...commands.keys()].map((name) => name.split(" ")[0]));

/** Lines of a shell without comments, those that a backslash goes on with as one. */
export function linesOf(code: string): string[] {
  return code
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#\s.*$/, "").trim())
    .filter((line) => line !== "");
}

const WHERE_A_COMMAND_STANDS = String.raw`(?:^|[|;&({]|\bnpx|\b[A-Z_]+=(?:'[^']*'|\S*)|--unset=\w+|\bdo|<\()\s*`;

/** The words after each `jumar` of a line that is a command. */
export function jumarCommandsOf(line: string): string[] {
  const pattern = new RegExp(`${WHERE_A_COMMAND_STANDS}jumar(?![\\w:./@(-])([^|;&><")]*)`, "g");
  return [...line.matchAll(pattern)].map(([, words = ""]) => words.trim());
}

/** What is wrong with a command of `jumar`, or undefined. What is in capitals stands for something. */
export function faultOfJumar(words: string): string | undefined {
  const parts = words.replaceAll(/[[\]]/g, "").split(/\s+/).filter(Boolean);
  const name = [2, 1]
    .map((length) => parts.slice(0, length).join(" "))
    .find((n) => commands.has(n));
  const flags = parts.filter((part) => /^--?[a-z]/.test(part)).map((flag) => flag.split("=")[0]!);
  if (name === undefined) {
    const first = parts[0] ?? "";
    if (first === "" || /^(--help|-v|--version)$/.test(first)) return undefined;
    const isTopic = topics.has(first) && (parts.length === 1 || parts[1] === "…");
    return isTopic ? undefined : `there is no command \`jumar ${words}\``;
  }
  const unknown = flags.find((flag) => flag.startsWith("--") && !knows(name, flag));
  return unknown === undefined ? undefined : `\`jumar ${name}\` has no ${unknown}`;
}

function knows(name: string, flag: string): boolean {
  const flags = commands.get(name);
  return flags?.has(flag) === true || flags?.has(flag.replace("--no-", "--[no-]")) === true;
}

const { scripts } = JSON.parse(readPage("package.json")) as { scripts: Record<string, string> };

/** The scripts of npm in a text that package.json does not have. */
export function unknownScripts(text: string): string[] {
  const named = [
    ...[...text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name = ""]) => name),
    ...[...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = ""]) => name),
  ];
  return named.filter((name) => !Object.hasOwn(scripts, name));
}

import type { Command } from "@oclif/core";
import { everyCommand } from "./in-process";
import { cleanUp, jumar } from "./support";

/* Every command with every kind of mistake that its arguments and flags allow. */

/** Words by which a library's own sentences are known. */
const FOREIGN =
  /\bargs?\b|\barguments?\b|nonexistent|parsing|expect|received|provided|specified|see more|occurred|\bflag --\S+ (?:can|must)/i;

let commands: Command.Loadable[];
beforeAll(async () => {
  commands = await everyCommand();
});
afterAll(cleanUp);

test("each is told in our words, in one line, with 2", async () => {
  const mistakes = commands.flatMap(mistakesOf);
  expect(mistakes.length).toBeGreaterThan(3 * commands.length);
  for (const words of mistakes) {
    const { code, stdout, stderr } = await jumar(words);
    const [line = ""] = stderr.split("\n");
    expect({ words, code, stdout, line }).toEqual({
      words,
      code: 2,
      stdout: "",
      line: expect.stringMatching(/^jumar: \S/) as unknown,
    });
    expect({ words, foreign: FOREIGN.exec(line.replace(/ --\S+$/, ""))?.[0] }).toEqual({ words });
  }
});

test("each is one line of JSON on stderr with --json", async () => {
  for (const words of commands.flatMap(mistakesOf)) {
    const { code, stdout, stderr } = await jumar([...words, "--json"]);
    expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    const message = expect.stringMatching(/^\S/) as unknown;
    expect(JSON.parse(stderr)).toEqual({ error: { code: "usage", message } });
  }
});

/** Command lines that the parser has to refuse, whatever the command does. */
function mistakesOf({ id, args, flags }: Command.Loadable): string[][] {
  const name = id.split(":");
  const own = Object.entries(flags).filter(([, { hidden }]) => !hidden);
  const needed = Object.values(args).filter(({ required }) => required);
  const isOpen = Object.values(args).some(({ multiple }) => multiple);
  const options = own.flatMap(([flag, definition]) =>
    definition.type === "option" ? [{ flag, definition }] : [],
  );
  const given = needed.map(
    ({ options: choices }): string => (choices as string[] | undefined)?.[0] ?? "x",
  );
  return [
    [...name, ...given, "--nonsense"],
    ...(needed.length > 0 ? [name] : []),
    ...(isOpen ? [] : [[...name, ...Object.keys(args).map(() => "x"), "surplus"]]),
    ...options.map(({ flag }) => [...name, ...given, `--${flag}`]),
    ...options
      .filter(({ definition }) => definition.options)
      .map(({ flag }) => [...name, ...given, `--${flag}`, "nonsense"]),
  ];
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, jumar } from "./support";

const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as {
  version: string;
};
const COMMANDS = ["help", "migrate", "seed", "server", "start", "users", "version"];
const COLOUR = "\u001b[";

afterEach(cleanUp);

describe("the help", () => {
  it.each([["--help"], ["-h"], ["help"]])("lists every command when asked by %s", async (word) => {
    const { code, stdout, stderr } = await jumar([word]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of COMMANDS)
      expect(stdout).toMatch(new RegExp(`^  ${command} +[A-Z].*`, "m"));
    expect(stdout).not.toContain(COLOUR);
  });

  it("explains a command alike however it is asked for", async () => {
    const answers = await Promise.all([
      jumar(["start", "--help"]),
      jumar(["start", "-h"]),
      jumar(["help", "start"]),
      jumar(["start", "accounts", "--migrate", "--help"]),
    ]);
    for (const { code, stdout } of answers) {
      expect(code).toBe(0);
      expect(stdout).toBe(answers[0].stdout);
    }
    expect(answers[0].stdout).toContain("$ jumar start [SERVICES...]");
  });

  it("explains every command", async () => {
    const asked = [...COMMANDS, "users create"].map((name) => jumar(["help", ...name.split(" ")]));
    for (const { code, stdout } of await Promise.all(asked)) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^[A-Z].*\.\n\nUSAGE\n {2}\$ jumar /);
    }
  });

  it("lists the commands of a topic when only the topic is named", async () => {
    const { code, stdout } = await jumar(["users"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}users create +Make an account/m);
  });

  it("works however wrong the environment is", async () => {
    const { code } = await jumar(["--help"], { PORT: "wrong", JUMAR_UNKNOWN: "1" });
    expect(code).toBe(0);
  });
});

describe("the version", () => {
  it.each([["version"], ["--version"], ["-v"]])("is printed when asked by %s", async (word) => {
    expect(await jumar([word])).toEqual({ code: 0, stdout: `Jumar ${version}\n`, stderr: "" });
  });

  it("is printed whatever the command", async () => {
    expect((await jumar(["seed", "--version"])).stdout).toBe(`Jumar ${version}\n`);
  });

  it("is JSON with --json", async () => {
    const { stdout } = await jumar(["version", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ name: "jumar", version });
  });
});

describe("a wrong command line ends with 2 and says what there is:", () => {
  it.each([
    [["bogus"], /^jumar: there is no command bogus; there are .*migrate.*start/],
    [["help", "bogus"], /^jumar: there is no command bogus; /],
    [["bogus", "--help"], /^jumar: there is no command bogus; /],
    [
      ["users", "bogus"],
      /^jumar: there is no command users bogus; there are users confirm, users create, /m,
    ],
    [["start", "bogus"], /^jumar: there is no service bogus; there are accounts, /],
    [["start", "--bogus"], /^jumar: there is no flag --bogus\n[^]*--migrate/],
    [["--bogus"], /^jumar: there is no flag --bogus\n/],
    [["migrate", "extra"], /^jumar: it does not take extra\n[^]*--plan/],
    [["seed", "--users", "many"], /^jumar: --users: expected an integer/],
    [["seed", "--users", "-1"], /^jumar: --users: expected an integer greater than or equal to 0/],
    [["users", "create"], /^jumar: missing 1 required arg[^]*EMAIL/],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await jumar(args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

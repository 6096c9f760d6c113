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

  it("has one word for what is done to an account, as pages and API have it", async () => {
    const { stdout } = await jumar(["events", "catalog", "--json"]);
    const events = (JSON.parse(stdout) as { type: string; summary: string }[])
      .filter(({ type }) => /^user\.(?:dis|en)abled$/.test(type))
      .map(({ summary }) => summary);
    const helps = await Promise.all(
      ["disable", "enable"].map((verb) => jumar(["help", "users", verb])),
    );
    const texts = [...events, ...helps.map((help) => help.stdout)];
    expect(texts).toHaveLength(4);
    for (const text of texts) {
      expect(text).toMatch(/(?:dis|en)able/i);
      expect(text).not.toMatch(/\b(?:clos|open|block|lock|ban|suspend)/i);
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
    [["seed", "--users", "many"], /^jumar: --users must be a whole number, not many\n/],
    [["seed", "--users", "-1"], /^jumar: --users must be at least 0, not -1\n/],
    [["events", "list", "--limit", "0x10"], /^jumar: --limit must be a whole number, not 0x10\n/],
    [["users", "create"], /^jumar: EMAIL is missing\n[^]*EMAIL/],
    [["users", "list", "--all", "--limit", "3"], /^jumar: --all goes without --limit\n/],
    [["sessions", "revoke", "--all"], /^jumar: --all needs --user as well\n/],
    [["audit", "list", "--since", "noon"], /^jumar: --since must be a time such as /],
    [["dead-letters", "list", "--limit"], /^jumar: --limit needs a value\n/],
    [
      ["users", "create", "a@b.test", "--role", "king"],
      /^jumar: --role must be one of user, admin, not king\n/,
    ],
    [["completion", "tcsh"], /^jumar: tcsh is not one of bash, zsh, fish\n/],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await jumar(args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it.each([
    [["user", "list"], "user list", "users list"],
    [["user", "show", "ada@example.com"], "user show", "users show"],
    [["list", "users"], "list users", "users list"],
    [["users", "lsit", "--json"], "users lsit", "users list"],
    [["dead_letters", "list"], "dead_letters list", "dead-letters list"],
    [["deadletter", "retry", "--all"], "deadletter retry", "dead-letters retry"],
    [["migrat"], "migrat", "migrate"],
    [["strat", "accounts"], "strat", "start"],
    [["evnts"], "evnts", "events"],
    [["help", "user", "list"], "user list", "users list"],
    [["user", "list", "--help"], "user list", "users list"],
  ])("%j, which nearly is one", async (args, typed, meant) => {
    const { code, stdout, stderr } = await jumar(args.filter((word) => word !== "--json"));
    expect(stderr).toBe(`jumar: there is no command ${typed}; did you mean ${meant}?\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("and names the flag that was meant", async () => {
    const { stderr } = await jumar(["users", "list", "--qurey", "ada"]);
    expect(stderr).toMatch(/^jumar: there is no flag --qurey; did you mean --query\?\n/);
  });
});

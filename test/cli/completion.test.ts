import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cleanUp, jumar, newDataDir } from "./support";

afterAll(cleanUp);

describe("jumar completion", () => {
  it("has a real bash complete commands, flags and their values", async () => {
    const { code, stdout, stderr } = await jumar(["completion", "bash"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const script = newDataDir();
    writeFileSync(script, stdout);
    const complete = (...words: string[]): string[] =>
      execFileSync("bash", [
        "-c",
        `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _jumar; echo "\${COMPREPLY[*]}"`,
        "bash",
        script,
        "jumar",
        ...words,
      ])
        .toString()
        .trim()
        .split(" ");
    expect(complete("us")).toEqual(["users"]);
    expect(complete("")).toEqual(expect.arrayContaining(["start", "audit", "dead-letters"]));
    expect(complete("sessions", "")).toEqual(["list", "revoke"]);
    expect(complete("users", "list", "--so")).toEqual(["--sort"]);
    expect(complete("users", "list", "--sort", "e")).toEqual(["email"]);
    expect(complete("users", "grant", "ada@example.com", "a")).toEqual(["admin"]);
    expect(complete("users", "list", "--query", "")).toEqual([""]);
  });

  it("knows three shells and says so of a fourth", async () => {
    for (const shell of ["zsh", "fish"]) {
      expect((await jumar(["completion", shell])).stdout).toContain("dead-letters");
    }
    const { code, stderr } = await jumar(["completion", "tcsh"]);
    expect(code).toBe(2);
    expect(stderr).toContain("bash, zsh, fish");
  });
});

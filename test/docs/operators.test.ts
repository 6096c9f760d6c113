import { cleanUp, jumar, startJumar } from "../cli/support";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";
import { linesOf } from "./blocks/commands";
import { blocksOf } from "./blocks/markdown";

const lines = (file: string, word: string): string[] =>
  blocksOf(file)
    .filter(({ language, checkedBy }) => language === "sh" && checkedBy === undefined)
    .filter(({ code }) => code.includes(word))
    .flatMap(({ code }) => linesOf(code));

/** What the pages tell operators to type, typed beside a running platform. */
describe("the commands for operators", () => {
  let target: SharedTarget;
  let env: Record<string, string>;
  let eventId: string;
  beforeAll(async () => {
    target = await sharedTarget();
    env = { ...target.env };
    await registered();
    const { stdout } = await jumar(["events", "list", "--json"], env);
    eventId = (JSON.parse(stdout) as { id: string }[])[0]!.id;
  });
  /** Makes a user and answers their id. */
  const registered = async (): Promise<string> => {
    const email = `operated-${Math.random().toString(36).slice(2)}@example.com`;
    const { user } = await target
      .api()
      .post("/users", { email, password: "correct horse battery" });
    return user.id;
  };
  afterAll(async () => {
    await cleanUp();
    await target.stop();
  });

  it("about events do what they say", async () => {
    const commands = lines("docs/events.md", "jumar events").filter(
      (line) => !line.includes("tail"),
    );
    expect(commands.length).toBeGreaterThanOrEqual(4);
    for (const command of commands) {
      const words = command.replace("event_…", eventId).split(" ").slice(1);
      const { code, stderr } = await jumar(words, env);
      expect({ command, code, stderr }).toMatchObject({ command, code: 0 });
    }
  });

  it("show events as they come", async () => {
    const [tail = ""] = lines("docs/events.md", "jumar events").filter((line) =>
      line.includes("tail"),
    );
    const running = startJumar(tail.split(" ").slice(1), env);
    // First the last ones, which are not known here: the platform is shared.
    await running.until("\n");
    await running.until(await registered());
    running.child.kill("SIGINT");
    expect(await running.ended).toMatchObject({ code: 0 });
  });

  it("about dead letters are understood, also where there is none", async () => {
    const commands = lines("docs/events.md", "jumar dead-letters");
    expect(commands).toHaveLength(4);
    for (const command of commands) {
      const words = command.replace("event_…", eventId).split(" ").slice(1);
      const { code, stderr } = await jumar(words, env);
      const expected = words[1] === "list" ? [0, /^$/] : [1, /dead letter/];
      expect({ command, code }).toEqual({ command, code: expected[0] });
      expect(stderr).toMatch(expected[1] as RegExp);
    }
  });
});

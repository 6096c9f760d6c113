import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeadLetter } from "../../shared/contracts";
import type { Envelope } from "../../shared/events";
import { openMailInbox } from "../../shared/testing/mail-inbox";
import { testSettings } from "../../shared/testing/settings";
import { runInProcess } from "../cli/in-process";
import { urlOf } from "../cli/support";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { type JumarProcess, spawnJumar } from "../support/processes";
import { carryOut } from "./carry-out";
import { endpoint } from "./endpoint";
import { event } from "./event";
import { mail } from "./mail";
import { service } from "./service";
import { subscriber } from "./subscriber";
import { userField } from "./user-field";

const recipes = [service, event, subscriber, mail, endpoint, userField];
const contributing = readFileSync(join(__dirname, "../../CONTRIBUTING.md"), "utf8");

/** A recipe as CONTRIBUTING.md has it: how many files it says, and which places it names. */
function described(title: string): { count: number; places: RegExp[] } {
  const [, count, text = ""] =
    new RegExp(`^\\*\\*${title}\\*\\* \\((\\d+) files\\)$([^]*?)(?=^\\*\\*|^## )`, "m").exec(
      contributing,
    ) ?? [];
  const names = [...text.matchAll(/`((?:shared|services|docs)\/[^`\s]+)`/g)].map(
    ([, name = ""]) => name,
  );
  return { count: Number(count), places: names.map(toPattern) };
}

/** `services/<service>/domain/…` with anything for what only stands for a name. */
function toPattern(place: string): RegExp {
  const parts = place
    .split(/<[^>]+>|…/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[\\w./-]+")}$`);
}

describe.each(recipes)("the recipe of CONTRIBUTING.md for: $title", ({ title, adds, edits }) => {
  const touched = [...Object.keys(adds), ...Object.keys(edits)];
  const { count, places } = described(title);

  it("touches as many files as it says", () => {
    expect(touched).toHaveLength(count);
  });

  it("names the place of each", () => {
    expect(touched.filter((file) => !places.some((place) => place.test(file)))).toEqual([]);
  });
});

describe("what the recipes make", () => {
  const folder = mkdtempSync(join(tmpdir(), "jumar-recipes-"));
  let database: TestDatabase;
  let env: Record<string, string>;
  let built: string;
  let platform: JumarProcess;
  let site: string;
  let planned: { service: string; migration: string }[];

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
    env = {
      ...testSettings,
      DATABASE_URL: urlOf(database.settings),
      JUMAR_DATA_DIR: join(folder, "data"),
      PORT: "0",
      OPS_PORT: "0",
      SHUTDOWN_DELAY: "0",
    };
    built = await carryOut(recipes, folder);
    planned = JSON.parse(await jumar("migrate --plan --json")) as typeof planned;
    platform = spawnJumar(["start", "--migrate"], env, "", `${built}/cli/bin/run.js`);
    site = await eventually(() => / ready on (http:\S+)/.exec(platform.output())?.[1]);
  }, 600_000);
  afterAll(async () => {
    platform?.child.kill("SIGTERM");
    await platform?.exited;
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function jumar(args: string, input?: string): Promise<string> {
    const given = input === undefined ? undefined : Buffer.from(input);
    const { code, stdout, stderr } = await runInProcess(args.split(" "), env, given, built);
    if (code !== 0) throw new Error(`jumar ${args} ended with ${code}: ${stderr}`);
    return stdout + stderr;
  }

  async function signUp(email: string): Promise<string> {
    const response = await fetch(`${site}/api/v1/users`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password: "a password of some length" }),
    });
    return ((await response.json()) as { user: { id: string } }).user.id;
  }

  async function greetings(): Promise<number> {
    const rows = await database.of("test").withSchema("greeter").table("greetings");
    return rows.length;
  }

  it("has the tables of the service and of its inbox among the migrations", () => {
    const own = planned.filter((step) => step.service === "greeter");
    expect(own.map(({ migration }) => migration)).toEqual([
      "0000-inbox",
      "0000-reconciler",
      "0001-greetings",
    ]);
  });

  it("starts, hears events, and parks one that it refuses", async () => {
    await signUp("ada@example.com");
    const mallory = await signUp("mallory@example.com");
    expect(await eventually(async () => (await greetings()) === 1)).toBe(true);
    const letters = await eventually(async () => {
      const found = JSON.parse(
        await jumar("dead-letters list --subscriber greeter --json"),
      ) as DeadLetter[];
      return found.length > 0 && found;
    });
    expect(letters).toMatchObject([
      {
        subscriber: "greeter",
        type: "user.registered",
        last_error: expect.stringContaining("mallory is not greeted"),
        envelope: { subject: mallory },
      },
    ]);
    expect(await jumar("console", "await call.greeter.countGreetings()\n")).toContain(
      "{ count: 1 }",
    );
    expect(await jumar("rollback greeter/1")).toContain("nothing later than greeter/1");
  });

  it("publishes the new event, which its subscriber hears and a mail tells of", async () => {
    const id = await signUp("eve@example.com");
    await jumar("users confirm eve@example.com");
    const [vouched] = JSON.parse(
      await jumar("events list --type user.vouched --json"),
    ) as Envelope[];
    expect(vouched).toMatchObject({ subject: id, data: { email: "eve@example.com" } });
    expect(await jumar("asyncapi")).toContain("user.vouched");
    await eventually(async () => (await greetings()) === 3);
    const subject = "Somebody vouched for you";
    await openMailInbox(site).waitFor({ to: "eve@example.com", subject, within: 60_000 });
  });

  it("shows the new field of a user, and finds it where users are searched for", async () => {
    const id = await signUp("kim@example.com");
    await database
      .of("test")
      .raw(
        "update accounts.users set country = 'de', version = version + 1 where email like 'kim@%'",
      );
    expect(JSON.parse(await jumar(`users show ${id} --json`))).toMatchObject({ country: "de" });
    await jumar("search rebuild");
    expect(JSON.parse(await jumar("users list --query kim --json"))).toMatchObject([
      { id, country: "de" },
    ]);
  });

  it("answers over HTTP, and refuses what the contract does not say", async () => {
    const id = await signUp("gil@example.com");
    const card = `${site}/api/v1/users/${id}/card`;
    expect(await (await fetch(card)).json()).toEqual({ since: expect.stringMatching(/^\d{4}-/) });
    expect((await fetch(card.replace(id, "user_01h455vb4pex5vsknk084sn02q"))).status).toBe(404);
    const document = (await (await fetch(`${site}/api/openapi.json`)).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(document.paths)).toContain("/users/{id}/card");
  });
});

import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { TEST_AMQP_URL } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";
import { cleanUp, jumar, newDataDir, onDatabase, startJumar, urlOf } from "./support";

let database: TestDatabase;
let taken: Server;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
});
afterAll(async () => {
  taken.close();
  await database.drop();
});
afterEach(cleanUp);

/** What a command that has to fail says: one line, code 1, no stack. */
async function refusal(args: string[], env: Record<string, string>): Promise<string> {
  const { code, stderr } = await jumar(args, { LOG_LEVEL: "silent", ...env });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^jumar: [^\n]+\n$/);
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

/** How much still waits in this process, in which the commands run too. */
function timersUnderway(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
}

function takenPort(): string {
  return String((taken.address() as AddressInfo).port);
}

describe("a command that cannot do its work says why in one line:", () => {
  it("a variable that no setting has", async () => {
    expect(await refusal(["start"], { JUMAR_PROT: "1" })).toContain("JUMAR_PROT is not a setting");
  });

  it("a port that is none", async () => {
    expect(await refusal(["start"], { PORT: "80a" })).toContain("PORT must be a whole number");
  });

  it("every variable that is wrong, a line each", async () => {
    const { code, stderr } = await jumar(["migrate"], { PORT: "x", LOG_LEVEL: "loud" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^jumar: PORT .*\njumar: LOG_LEVEL .*\n$/);
  });

  it("a port that is taken", async () => {
    const env = onDatabase(database.settings);
    const port = takenPort();
    const said = await refusal(["start", "--migrate"], { ...env, PORT: port });
    expect(said).toMatch(new RegExp(`PORT ${port} .*choose another`));
    const before = timersUnderway();
    expect(await refusal(["start"], { ...env, PORT: port })).toContain("choose another");
    // What waited for a connection when it ended does so for a moment more; loops would go on.
    await eventually(() => timersUnderway() <= before);
    expect(await refusal(["start", "accounts"], { ...env, OPS_PORT: port })).toContain("OPS_PORT");
  });

  it("an address that is none, or that nobody finds", async () => {
    const env = onDatabase(database.settings);
    expect(await refusal(["start"], { ...env, HOST: "not a host!!" })).toMatch(
      /^jumar: HOST must be/,
    );
    for (const services of [["web-gateway"], ["accounts"]]) {
      const HOST = "nowhere.invalid";
      const said = await refusal(["start", ...services, "--migrate"], { ...env, HOST });
      expect(said).toMatch(/^jumar: HOST is a name that leads to no address/);
    }
  });

  it("a sender of mails that is none, or more than one", async () => {
    for (const MAIL_FROM of ["nonsense", "a@example.com\r\nX: y", "a@example.com,b@example.com"]) {
      expect(await refusal(["start"], { MAIL_FROM })).toMatch(/^jumar: MAIL_FROM must be one/);
    }
  });

  withRealParts("beside RabbitMQ:", () => {
    it("a vhost that nobody made", async () => {
      const url = new URL(TEST_AMQP_URL);
      url.pathname = "/nobody-made-it";
      const env = {
        DATABASE_URL: urlOf(database.settings),
        JUMAR_DATA_DIR: newDataDir(),
        AMQP_URL: url.href,
      };
      for (const args of [["start", "accounts", "--migrate"], ["worker"], ["users", "list"]]) {
        const said = await refusal(args, env);
        expect(said).toMatch(/^jumar: AMQP_URL names a vhost that does not exist/);
        if (url.password !== "") expect(said).not.toContain(`:${url.password}@`);
      }
    });
  });

  it("a data folder that cannot be written", async () => {
    const folder = newDataDir();
    writeFileSync(folder, "");
    const said = await refusal(["start"], { JUMAR_DATA_DIR: `${folder}/below` });
    expect(said).toContain("cannot be written");
    expect(said).toContain("JUMAR_DATA_DIR");
  });

  it("a database that nobody runs, without telling its password", async () => {
    const DATABASE_URL = "postgresql://jumar:hunter2-hunter2@127.0.0.1:1/jumar";
    for (const command of [["migrate"], ["users", "list"]]) {
      const said = await refusal(command, { DATABASE_URL, JUMAR_DATA_DIR: newDataDir() });
      expect(said).toContain("127.0.0.1, port 1 cannot be reached");
      expect(said).not.toContain("hunter2");
    }
    // A start waits for it.
    const { child, ended, stdout } = startJumar(["start", "accounts"], {
      DATABASE_URL,
      JUMAR_DATA_DIR: newDataDir(),
    });
    await eventually(() => stdout().includes("127.0.0.1, port 1 cannot be reached"));
    child.kill("SIGTERM");
    const said = await ended;
    expect(said.code).toBe(0);
    expect(said.stdout + said.stderr).not.toContain("hunter2");
  });

  it("a database that does not exist", async () => {
    const DATABASE_URL = urlOf({ ...database.settings, database: "nowhere" });
    const said = await refusal(["start"], { DATABASE_URL, JUMAR_DATA_DIR: newDataDir() });
    expect(said).toContain("`jumar migrate` creates it");
  });

  it("a database that is not migrated", async () => {
    const fresh = await createTestDatabase({ migrated: false });
    const env = onDatabase(fresh.settings);
    expect(await refusal(["start", "accounts"], env)).toContain("run `jumar migrate`");
    await fresh.drop();
  });

  it("demo data in production", async () => {
    const said = await refusal(["seed"], {
      NODE_ENV: "production",
      DATABASE_URL: urlOf(database.settings),
      SMTP_URL: "smtps://mail.example.com",
      PUBLIC_URL: "https://accounts.example.com",
      SECRET_KEY_BASE: "5f0e9c8b7a6d1243".repeat(3) + "89abcdef01234567",
      JUMAR_ARGON2_MEMORY: "19456",
      JUMAR_ARGON2_TIME: "2",
    });
    expect(said).toContain("--allow-production");
  });
});

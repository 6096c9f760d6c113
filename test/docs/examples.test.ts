import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ServiceSchema } from "moleculer";
import { createOutbox, userConfirmed } from "../../shared/events";
import { eventually } from "../support/eventually";
import { startFleet, type Fleet } from "../support/fleet";
import { withRealParts } from "../support/real-parts";
import { startGateway, PASSWORD, type Gateway } from "../services/web-gateway/support";

const run = promisify(execFile);
const TSC = require.resolve("typescript/bin/tsc");
const EXAMPLES = join(__dirname, "../../docs/examples");
const { signUpCounter } = jest.requireActual<{ signUpCounter: ServiceSchema }>(
  join(EXAMPLES, "sign-up-counter"),
);
const { welcomeGifts } = jest.requireActual<{ welcomeGifts: ServiceSchema }>(
  join(EXAMPLES, "welcome-gifts"),
);

it("the examples compile against what the built package exports", async () => {
  const files = readdirSync(EXAMPLES).filter((name) => name.endsWith(".ts"));
  // Not our tsconfig.json, whose outDir would make "jumar/…" mean the sources.
  const options =
    "--ignoreConfig --noEmit --listFiles --strict --noUnusedLocals --noUnusedParameters " +
    "--skipLibCheck --target ES2023 --module Node16 --esModuleInterop --types node";
  const args = [...options.split(" "), ...files.map((name) => join(EXAMPLES, name))];
  const { stdout } = await run(process.execPath, [TSC, ...args], { cwd: EXAMPLES }).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).not.toMatch(/error TS/);
  expect(stdout).toMatch(/dist\/shared\/subscriber\/index\.d\.ts$/m);
}, 60_000);

describe("Moleculer services of other people", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ guests: [signUpCounter, welcomeGifts] });
    await gateway.deps.db.raw("create table gifts (user_id text, earned_at timestamptz)");
  });
  afterAll(async () => {
    await gateway.stop();
  });

  it("hear an event on the bus once", async () => {
    const { broker } = gateway.platform;
    await Promise.all([gateway.signUp(), gateway.signUp(), gateway.signUp()]);
    await eventually(async () => (await broker.call("sign-up-counter.count")) === 3);
  });

  it("hear a durable event with its effect exactly once", async () => {
    const { userId } = await gateway.signUp();
    await gateway.deps.transaction((trx) =>
      createOutbox("accounts").append(trx, userConfirmed, {
        subject: userId,
        aggregateVersion: 2,
        data: {},
        caller: {},
        actor: userId,
      }),
    );
    const gifts = await eventually(async () => {
      const rows = await gateway.deps.db.table("gifts").select<{ user_id: string }[]>();
      return rows.length > 0 && rows;
    });
    expect(gifts.map(({ user_id }) => user_id)).toEqual([userId]);
  });
});

withRealParts("the billing example beside a fleet", () => {
  let fleet: Fleet;
  let billing: ChildProcess | undefined;
  beforeAll(async () => {
    fleet = await startFleet({ topology: "lean" });
    const db = await fleet.database();
    await db.raw("create table customers (user_id text, email text)");
  }, 120_000);
  afterAll(async () => {
    billing?.kill("SIGKILL");
    await fleet.stop();
  }, 60_000);

  async function startBilling(): Promise<ChildProcess> {
    const program = spawn(process.execPath, ["--import", "tsx", join(EXAMPLES, "billing.ts")], {
      env: { ...process.env, ...fleet.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [program.stdout, program.stderr]) {
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    }
    await eventually(() => {
      if (program.exitCode !== null) throw new Error(said);
      return said.includes("billing hears of every user");
    });
    return program;
  }

  const register = async (email: string): Promise<void> => {
    const answer = await fleet.client().post("/api/v1/users", { email, password: PASSWORD });
    expect(answer.status).toBe(201);
  };
  const customers = async (): Promise<string[]> => {
    const db = await fleet.database();
    const rows = await db.table("customers").orderBy("email").select<{ email: string }[]>("email");
    return rows.map(({ email }) => email);
  };

  it("sees every registration exactly once, also those while it was killed", async () => {
    billing = await startBilling();
    await register("one@example.com");
    await eventually(async () => (await customers()).length === 1);

    billing.kill("SIGKILL");
    await register("two@example.com");
    billing = await startBilling();
    await register("three@example.com");
    await eventually(async () => (await customers()).length >= 3);
    expect(await customers()).toEqual(["one@example.com", "three@example.com", "two@example.com"]);

    const ended = new Promise((resolve) => billing!.once("exit", resolve));
    billing.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});

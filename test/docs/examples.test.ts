import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ServiceSchema } from "moleculer";
import { transaction } from "../../shared/database";
import { createOutbox, userConfirmed } from "../../shared/events";
import { type Gateway, startGateway } from "../services/web-gateway/support";
import { eventually } from "../support/eventually";

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
    "--skipLibCheck --target ES2023 --module Node16 --esModuleInterop --types node,jest";
  const args = [...options.split(" "), ...files.map((name) => join(EXAMPLES, name))];
  const { stdout } = await run(process.execPath, [TSC, ...args], { cwd: EXAMPLES }).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).not.toMatch(/error TS/);
  expect(stdout).toMatch(/dist\/shared\/subscriber\/index\.d\.ts$/m);
});

describe("Moleculer services of other people", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ guests: [signUpCounter, welcomeGifts] });
    await gateway.owner.raw("create table gifts (user_id text, earned_at timestamptz)");
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
    await transaction(gateway.owner, (trx) =>
      createOutbox("accounts").append(trx, userConfirmed, {
        subject: userId,
        aggregateVersion: 2,
        data: {},
        caller: {},
        actor: userId,
      }),
    );
    const gifts = await eventually(async () => {
      const rows = await gateway.owner.table("gifts").select<{ user_id: string }[]>();
      return rows.length > 0 && rows;
    });
    expect(gifts.map(({ user_id }) => user_id)).toEqual([userId]);
  });
});

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { ask } from "../support/faults/ask";
import { PASSWORD } from "../support/faults/load";
import { type Fleet, startFleet } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

const FIVE_MINUTES = 5 * 60_000;
const PRELOAD = join(__dirname, "../support/faults/skew-clock.cjs");
const CALLS = 20;

withRealParts("a service that was stopped for a while", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ topology: "split", env: { LOG_LEVEL: "warn" } });
  });
  afterAll(async () => {
    await fleet.stop();
  });

  it.each([0, FIVE_MINUTES, -FIVE_MINUTES])(
    "promise 1: begins nothing whose 504 has been given, its clock being wrong by %d ms",
    async (skew) => {
      await fleet.end("accounts");
      const env = { NODE_OPTIONS: `--require ${PRELOAD}`, SKEW_MS: String(skew) };
      await fleet.start("accounts", env);
      await eventually(async () => (await register(`fresh.${skew}@example.com`)).status === 201);
      await sleep(4_000); // it is found lost, 8 s after its last heartbeat, before the deadline

      const { pid = 0 } = fleet.process("accounts").child;
      process.kill(pid, "SIGSTOP");
      const requests = Array.from({ length: CALLS }, (_, at) => ({
        email: `late.${skew}.${at}@example.com`,
        key: randomUUID(),
      }));
      const answers = await Promise.all(requests.map(({ email, key }) => register(email, key)));
      await sleep(1_000);
      process.kill(pid, "SIGCONT");
      await eventually(async () => (await register(`awake.${skew}@example.com`)).status === 201);
      await sleep(1_000); // what it had in its hands it has begun by now, if it ever would
      const statuses = answers.map(({ status }) => status);
      process.stdout.write(`skew ${skew}: ${statuses.join(" ")}\n`);
      expect(statuses).toContain(504);
      expect(await usersLike(`late.${skew}.%`)).toBe(0);

      const again = await Promise.all(requests.map(({ email, key }) => register(email, key)));
      expect(new Set(again.map(({ status }) => status))).toEqual(new Set([201]));
      expect(await usersLike(`late.${skew}.%`)).toBe(CALLS);
    },
  );

  const register = (email: string, key: string = randomUUID()) =>
    ask(
      `${fleet.url}/api/v1/users`,
      "POST",
      { email, password: PASSWORD },
      { "idempotency-key": key },
    );

  const usersLike = async (pattern: string): Promise<number> => {
    const db = await fleet.database();
    const found = await db.withSchema("accounts").from("users").whereLike("email", pattern);
    return found.length;
  };
});

import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { createBalancer } from "../support/faults/balancer";
import { PASSWORD } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type BreakableFleet, startBreakable } from "../support/faults/real-nodes";
import { untilDrained } from "../support/faults/tally";
import { withRealParts } from "../support/real-parts";

const CLIENTS = 6;
const LONGEST_END = 25_000;

withRealParts("a rolling restart", () => {
  let parts: BreakableFleet;
  beforeAll(async () => {
    parts = await startBreakable({ topology: "lean", env: { SHUTDOWN_DELAY: "1000" } });
  });
  afterAll(async () => {
    await parts.drop();
  });

  it("promise 17: SIGTERM to each process in turn, twice, fails no request and ends with 0 within 25 s", async () => {
    const { fleet } = parts;
    const chance = createChance();
    await fleet.start("web#2");
    const balancer = createBalancer([fleet.url, await fleet.urlOf("web#2")]);
    await eventually(() => balancer.ready().length === 2);

    const statuses: Record<string, number> = {};
    const failures: string[] = [];
    let going = true;
    const play = async (client: number): Promise<void> => {
      let cookie: string | undefined;
      const send = async (method: string, path: string, wanted: number, body?: unknown) => {
        const sent = await balancer.send(method, path, body, cookie);
        statuses[sent.status] = (statuses[sent.status] ?? 0) + 1;
        if (sent.status !== wanted) {
          failures.push(sent.error ?? `${method} ${path}: ${sent.status} ${sent.body}`);
        }
        return sent;
      };
      for (let i = 0; going; i += 1) {
        const email = `rolling.${client}.${i}@example.com`;
        cookie = undefined;
        await send("POST", "/api/v1/users", 201, { email, password: PASSWORD });
        const { cookies } = await send("POST", "/api/v1/sessions", 201, {
          email,
          password: PASSWORD,
        });
        cookie = cookies[0]?.split(";")[0];
        for (let look = chance.between(1, 5); look > 0; look -= 1) {
          await send("GET", "/api/v1/session", 200);
          await sleep(chance.between(0, 100));
        }
        await send("DELETE", "/api/v1/session", 204);
      }
    };
    const players = Array.from({ length: CLIENTS }, (_, client) => play(client));

    const ends: { name: string; code: number | null; ms: number }[] = [];
    for (const name of ["web", "worker", "web#2", "worker", "web", "web#2"]) {
      await sleep(500);
      ends.push({ name, ...(await fleet.end(name)) });
      await fleet.start(name);
      await eventually(() => balancer.ready().length === 2);
    }
    going = false;
    await Promise.all(players);
    balancer.close();
    const { figures } = await untilDrained(fleet, 60_000);
    process.stdout.write(
      `seed ${chance.seed}: answers ${JSON.stringify(statuses)}, ends ${JSON.stringify(ends)}, ` +
        `${JSON.stringify(figures)}\n`,
    );
    expect(failures).toEqual([]);
    for (const { code, ms } of ends) {
      expect(code).toBe(0);
      expect(ms).toBeLessThan(LONGEST_END);
    }
    expect(figures.audit).toBe(figures.events);
    expect(figures.mails).toBe(figures.users);
  });

  it.each(["broker", "database"] as const)(
    "promise 17: SIGTERM with the %s down ends every process with 0 within 25 s",
    async (dependency) => {
      const { fleet } = parts;
      await parts[dependency].kill();
      await sleep(3_000);
      const names = fleet.names();
      const ends = await Promise.all(
        names.map(async (name) => ({ name, ...(await fleet.end(name)) })),
      );
      await parts[dependency].start();
      await Promise.all(["web", "worker"].map((name) => fleet.start(name)));
      process.stdout.write(`with the ${dependency} down: ${JSON.stringify(ends)}\n`);
      for (const { code, ms } of ends) {
        expect(code).toBe(0);
        expect(ms).toBeLessThan(LONGEST_END);
      }
    },
  );
});

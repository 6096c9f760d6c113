import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../shared/database";
import { eventually } from "../support/eventually";
import { ask, type Asked } from "../support/faults/ask";
import { PASSWORD } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type Fleet, startFleet } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

const COPIES = 50;
const ROUNDS = 12;

withRealParts("requests that come again", () => {
  let fleet: Fleet;
  let db: Database;
  beforeAll(async () => {
    fleet = await startFleet({ topology: "lean", env: { LOG_LEVEL: "warn" } });
    await fleet.start("web#2");
    db = await fleet.database();
  });
  afterAll(async () => {
    await fleet.stop();
  });

  const post = async (web: string, path: string, body: object, key: string): Promise<Asked> =>
    await ask(`${await fleet.urlOf(web)}/api/v1${path}`, "POST", body, { "idempotency-key": key });

  const count = async (type: string, email: string): Promise<number> => {
    const { rows } = await db.raw<{ rows: { count: number }[] }>(
      `select count(*) as count from accounts.outbox where type = ? and subject =
         (select subject from accounts.outbox
          where type = 'user.registered' and data->>'email' = ?)`,
      [type, email],
    );
    return rows[0]!.count;
  };

  it("promise 21: fifty copies at two gateways are one effect with one answer", async () => {
    const person = { email: "fifty@example.com", password: PASSWORD };
    for (const [path, body] of [
      ["/users", person],
      ["/sessions", { ...person, credential: "bearer" }],
    ] as const) {
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: COPIES }, (_, at) => post(at % 2 ? "web" : "web#2", path, body, key)),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    }
    expect(await count("user.registered", person.email)).toBe(1);
    expect(await count("session.created", person.email)).toBe(1);
  });

  it("promise 21: whenever a gateway is killed, the other answers a copy as if nothing had happened", async () => {
    const chance = createChance();
    const lost = { answers: 0, effects: 0 };

    /** Kills the one that was asked, after a while, and asks the other until it answers. */
    const interrupted = async (path: string, body: object): Promise<Asked> => {
      const key = randomUUID();
      const first = post("web", path, body, key);
      await sleep(chance.between(0, 60));
      await fleet.kill("web");
      if ((await first).status === 0) lost.answers += 1;
      const copy = await eventually(async () => {
        const answer = await post("web#2", path, body, key);
        return answer.status < 500 && answer.status !== 0 && answer;
      });
      if ((await first).status !== 0) expect(copy.body).toEqual((await first).body);
      await fleet.start("web");
      return copy;
    };

    for (let round = 0; round < ROUNDS; round += 1) {
      const person = { email: `killed-${round}@example.com`, password: PASSWORD };
      expect((await interrupted("/users", person)).status).toBe(201);
      expect(await count("user.registered", person.email)).toBe(1);
      const { status, body } = await interrupted("/sessions", { ...person, credential: "bearer" });
      expect(status).toBe(201);
      expect(await count("session.created", person.email)).toBe(1);
      const headers = { authorization: `Bearer ${body.token as string}` };
      const { status: live } = await ask(`${fleet.url}/api/v1/session`, "GET", undefined, headers);
      expect(live).toBe(200);
    }
    process.stdout.write(
      `seed ${chance.seed}: ${lost.answers} of ${2 * ROUNDS} answers were lost\n`,
    );
    expect(lost.answers).toBeGreaterThan(0);
  });
});

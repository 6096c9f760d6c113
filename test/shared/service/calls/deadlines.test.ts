import { setTimeout as sleep } from "node:timers/promises";
import type { Context, ServiceBroker } from "moleculer";
import { z } from "zod";
import { action, defineContract } from "../../../../shared/contracts";
import { AppError } from "../../../../shared/errors";
import type { Deps } from "../../../../shared/service";
import { createBroker, createCalls, defineService, toMoleculer } from "../../../../shared/service";
import { requireTime, translateDeadlines } from "../../../../shared/service/calls/deadlines";
import { createTestDatabase, type TestDatabase, testDeps } from "../../../support/database";

describe("a deadline from another process", () => {
  interface Meta {
    deadline?: number;
  }
  type Receive = (cmd: string, packet: { payload: object }) => unknown;
  const HOUR = 3_600_000;
  const MINUTE = 60_000;

  /** A process that hears others, and its own clock. */
  function listener() {
    let meta: Meta | undefined;
    const middleware = translateDeadlines() as unknown as {
      transitMessageHandler(next: Receive): Receive;
    };
    const receive = middleware.transitMessageHandler((_, { payload }) => {
      ({ meta } = payload as { meta?: Meta });
    });
    return {
      /** What it makes of a call that was sent so long ago (ms) and is waited for that long. */
      hear(sender: string, ahead: number, sentAgo: number, patience = 10_000): Meta {
        const clock = performance.now() + ahead - sentAgo;
        receive("REQ", { payload: { sender, clock, meta: { deadline: clock + patience } } });
        return meta!;
      },
      heartbeat(sender: string, ahead: number, sentAgo: number): void {
        receive("HEARTBEAT", { payload: { sender, clock: performance.now() + ahead - sentAgo } });
      },
    };
  }

  it.each([
    ["five minutes behind", -5 * MINUTE],
    ["five minutes ahead", 5 * MINUTE],
    ["of another machine", 1_000 * HOUR],
  ])("is kept however wrong the clock there is: %s", (_, ahead) => {
    const { heartbeat, hear } = listener();
    heartbeat("a", ahead, 5);
    expect(() => requireTime(hear("a", ahead, 20))).not.toThrow();
    expect(() => requireTime(hear("a", ahead, 9_000))).not.toThrow();
    expect(() => requireTime(hear("a", ahead, 10_100))).toThrow(/nobody waits/);
    expect(() => requireTime(hear("a", ahead, 30))).not.toThrow();
  });

  it("of each sender goes by that sender's clock", () => {
    const { heartbeat, hear } = listener();
    heartbeat("a", -HOUR, 5);
    heartbeat("b", HOUR, 5);
    expect(() => requireTime(hear("a", -HOUR, 11_000))).toThrow();
    expect(() => requireTime(hear("b", HOUR, 11_000))).toThrow();
    expect(() => requireTime(hear("b", HOUR, 100))).not.toThrow();
  });

  it("is kept after a long silence, when the first that is heard is old", () => {
    const { heartbeat, hear } = listener();
    heartbeat("a", HOUR, 5);
    const now = jest.spyOn(performance, "now");
    const later = performance.now() + 10 * MINUTE;
    now.mockImplementation(() => later);
    expect(() => requireTime(hear("a", HOUR, 5 * MINUTE))).toThrow();
    expect(() => requireTime(hear("a", HOUR, 11_000))).toThrow();
    expect(() => requireTime(hear("a", HOUR, 50))).not.toThrow();
    now.mockRestore();
  });

  it("follows a clock that drifts", () => {
    const { hear } = listener();
    const now = jest.spyOn(performance, "now");
    let time = 1_000;
    now.mockImplementation(() => time);
    for (let drift = 0; drift < 20_000; drift += 1_000) {
      expect(() => requireTime(hear("a", -drift, 5))).not.toThrow();
      expect(() => requireTime(hear("a", -drift, 12_000))).toThrow();
      time += 61_000;
    }
    now.mockRestore();
  });

  it("is none where none was set", () => {
    const { hear } = listener();
    expect(hear("a", 0, 5, NaN).deadline).toBeNaN();
    expect(() => requireTime({})).not.toThrow();
  });
});

describe("a call that nobody waits for any more", () => {
  const PATIENCE = 150;
  const params = z.strictObject({ pause: z.number() });
  const result = z.object({ begun: z.number() });
  const act = action({ summary: "", access: { who: "anyone" }, params, result, errors: [] });
  const contract = defineContract("late", { act });
  let database: TestDatabase;
  let deps: Deps;
  let broker: ServiceBroker;
  let ended: Promise<unknown>;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
    deps = testDeps(database, "late");
    await deps.db.raw("create table effects (name text)");
    broker = createBroker({ log: deps.log, middlewares: [], requestTimeout: PATIENCE });
    const definition = defineService<typeof contract>(contract, {
      actions: {
        act: async ({ transaction }, { pause }) => {
          ended = (async () => {
            await sleep(pause);
            return await transaction(async (trx) => {
              await trx.table("effects").insert({ name: "one" });
              return { begun: 1 };
            });
          })();
          return (await ended) as { begun: number };
        },
      },
    });
    broker.createService(toMoleculer(definition, deps));
    broker.createService({
      name: "accounts",
      actions: {
        confirm({ meta }: Context<object, { deadline: number }>) {
          throw new AppError("not_found", { detail: String(meta.deadline - performance.now()) });
        },
      },
    });
    await broker.start();
  });
  afterAll(async () => {
    await broker.stop();
    await database.drop();
  });

  const effects = async (): Promise<number> =>
    (await deps.db.table("effects").select("name")).length;
  const call = async (pause: number): Promise<unknown> => {
    const meta = { deadline: performance.now() + PATIENCE };
    return await broker.call("late.act", { pause }, { meta });
  };

  it("changes nothing when its work was too slow to begin its transaction in time", async () => {
    expect(await call(0)).toEqual({ begun: 1 });
    expect(await effects()).toBe(1);
    await expect(call(PATIENCE * 2)).rejects.toMatchObject({ name: "RequestTimeoutError" });
    await expect(ended).rejects.toMatchObject({ code: "timeout" });
    expect(await effects()).toBe(1);
  });

  it("says until when it is waited for", async () => {
    const { accounts } = createCalls(broker, deps.signer, "test");
    const left = await accounts
      .confirm({ token: "x" })
      .catch((error: unknown) => (error as AppError).detail);
    expect(Number(left)).toBeGreaterThan(0);
    expect(Number(left)).toBeLessThanOrEqual(PATIENCE);
  });

  it("is not begun at all when it is over before", async () => {
    const meta = { deadline: performance.now() - 1 };
    await expect(broker.call("late.act", { pause: 0 }, { meta })).rejects.toMatchObject({
      data: { code: "timeout" },
    });
    expect(await effects()).toBe(1);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { type Envelope, on, onEvery } from "../../shared/events";
import type { Deps } from "../../shared/service";
import { noteEffect } from "../support/consumers/effects";
import { anEvent, happened, idsOf, someEvents } from "../support/consumers/events";
import { type Rig, startRig } from "../support/consumers/rig";
import { createChance, say } from "../support/consumers/say";
import { eventually } from "../support/eventually";
import { withRealParts } from "../support/real-parts";

withRealParts("poison messages", () => {
  let rig: Rig;
  const chance = createChance();

  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig.stop());
  afterEach(() => rig.clear());

  const deadOf = async (name: string) =>
    (await rig.records.inbox(name)).filter(({ status }) => status === "dead");

  test("parks what its handler always fails at within 60 s, with error and envelope; neighbours go by at once", async () => {
    const poisons = someEvents(3, { data: { n: -1 } });
    const good = someEvents(60);
    let tries = 0;
    const handler = on(happened, async (_deps: Deps, event, trx) => {
      await noteEffect(trx, "a", event);
      if (event.data.n >= 0) return;
      tries += 1;
      throw new Error("cannot stomach this");
    });
    await rig.subscribe({ name: "a", subscriptions: [handler] });
    const since = Date.now();
    await rig.queues.publish(chance.shuffle([...poisons, ...good]));
    await rig.records.untilEffects("a", good.length);
    const neighbours_ms = Date.now() - since;
    expect(await deadOf("a")).toEqual([]);
    const dead = await eventually(async () => {
      const rows = await deadOf("a");
      return rows.length === poisons.length && rows;
    }, 60_000);
    const parked_ms = Date.now() - since;
    const tried = tries;
    await sleep(3_000);

    say("poison", { seed: chance.seed, neighbours_ms, parked_ms, tries: tried });
    for (const row of dead) {
      expect(row).toMatchObject({ attempts: 6, last_error: "Error: cannot stomach this" });
      expect(poisons).toContainEqual(row.envelope);
    }
    expect(tries).toBe(tried);
    expect(await rig.records.effects("a")).toEqual(idsOf(good));
    expect(await rig.leftFor("a")).toBe(0);
  });

  const event = (fields: object): string => JSON.stringify(anEvent(0, fields));
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const unreadable: [what: string, content: string | Buffer, reason: RegExp][] = [
    ["nothing", "", /no JSON/],
    ["malformed JSON", '{"specversion":"1.0",', /no JSON/],
    ["bytes that are no text", Buffer.from([0xff, 0x00, 0xfe]), /no JSON/],
    ["a JSON that is no envelope", '{"hello":"world"}', /no CloudEvents envelope/],
    ["a list", "[]", /no CloudEvents envelope/],
    ["null", "null", /no CloudEvents envelope/],
    ["an envelope of another CloudEvents", event({ specversion: "2.0" }), /no CloudEvents/],
    ["an id that is none of ours", event({ id: "1" }), /no CloudEvents envelope/],
    ["300 KiB", event({ data: { n: 1, text: "x".repeat(300 * 1024) } }), /larger than 256 KiB/],
    ["data of another form", event({ data: { n: "one" } }), /ZodError/],
    ["no data", event({ data: undefined }), /no CloudEvents envelope/],
    ["a NUL, which no database takes", event({ data: { n: 1, text: "a\u0000b" } }), /stored/],
    ["half a character", event({ data: { n: 1, text: "\ud800" } }), /stored/],
    [
      "JSON 50,000 deep",
      event({ data: { n: 1, deep: 0 } }).replace('"deep":0', `"deep":${deep}`),
      /stored/,
    ],
  ];

  /** Keeps the data too, as the audit trail does. */
  const recording = [
    on(happened, (_deps: Deps, event, trx) => noteEffect(trx, "a", event)),
    onEvery(async (_deps: Deps, events, trx) => {
      for (const { data } of events) await trx.raw("select ?::jsonb", [JSON.stringify(data)]);
    }),
  ];

  test.each(unreadable)(
    "parks %s with its reason, and delivers its neighbours",
    async (...given) => {
      const [what, content, reason] = given;
      await rig.subscribe({ name: "a", subscriptions: recording });
      const [before, after]: Envelope[][] = [someEvents(5), someEvents(5)];
      const since = Date.now();
      await rig.queues.publish(before!);
      await rig.queues.put("a", content);
      await rig.queues.publish(after!);
      const [row] = await eventually(async () => {
        const rows = await deadOf("a");
        return rows.length === 1 && rows;
      });
      say(what, { parked_ms: Date.now() - since, last_error: row?.last_error?.slice(0, 80) });
      expect(row?.last_error).toMatch(reason);
      expect(row?.envelope).not.toBeNull();
      await rig.records.untilEffects("a", 10);
      expect(await rig.records.effects("a")).toEqual(idsOf([...before!, ...after!]));
      await eventually(async () => (await rig.queues.waiting("a")) === 0);
    },
  );

  test("parks the same broken message once, however often it comes", async () => {
    await rig.subscribe({ name: "a" });
    for (let n = 0; n < 5; n += 1) await rig.queues.put("a", "broken");
    await rig.queues.put("a", "broken otherwise");
    await eventually(async () => (await deadOf("a")).length === 2);
    expect((await deadOf("a")).map((row) => row.envelope?.content).sort()).toEqual(
      ["broken", "broken otherwise"].map((text) => Buffer.from(text).toString("base64")).sort(),
    );
  });
});

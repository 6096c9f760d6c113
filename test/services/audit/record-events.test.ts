import { createHash } from "node:crypto";
import { verifyChains } from "../../../services/audit/domain/verify-chain";
import { uuidOf } from "../../../shared/contracts";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { anEvent, record } from "./support";

let database: TestDatabase;
let deps: Deps;

beforeEach(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "audit");
});
afterEach(() => database.drop());

interface Row {
  event_id: string;
  chain: number;
  seq: number;
  subject: string | null;
  data: Record<string, unknown>;
  prev_hash: Buffer;
  hash: Buffer;
}

const rows = async (): Promise<Row[]> =>
  await deps.db.withSchema("audit").from("entries").orderBy(["chain", "seq"]).select<Row[]>("*");

test("keeps everything of one subject in one chain, spread over several chains", async () => {
  const subjects = Array.from({ length: 30 }, () => generateTypeId("user"));
  const events = [...subjects, ...subjects].map((subject) => anEvent({ subject }));
  await record(deps, events);
  const chainsOf = new Map<string | null, Set<number>>();
  for (const { subject, chain } of await rows()) {
    chainsOf.set(subject, (chainsOf.get(subject) ?? new Set()).add(chain));
  }
  expect([...chainsOf.values()].every(({ size }) => size === 1)).toBe(true);
  expect(new Set((await rows()).map(({ chain }) => chain))).toEqual(new Set([0, 1, 2, 3]));
});

test("says whom a session's event is about, in the form of the version before too", async () => {
  const [user, session] = [generateTypeId("user"), generateTypeId("session")];
  const origin = { actor: "anonymous", clientip: "192.0.2.1" };
  await record(deps, [
    anEvent({ subject: user, ...origin }),
    anEvent({ subject: session, concerns: user, ...origin }),
    { ...anEvent({ concerns: user, ...origin }), subject: undefined as never },
  ]);
  const entries = await rows();
  expect(entries.map(({ subject }) => subject)).toEqual([user, user, user]);
  expect(new Set(entries.map(({ chain }) => chain)).size).toBe(1);
  const persons = await deps.db.withSchema("audit").table("origins").distinct("person");
  expect(persons).toEqual([{ person: user }]);
});

test("is a hash that anybody can compute from what is stored, over the one before", async () => {
  const subject = generateTypeId("user");
  await record(deps, [
    anEvent({
      ...{ subject, type: "session.created", clientip: "192.0.2.1" },
      data: { reason: "ü", b: 1.5, a: [null] },
    }),
  ]);
  await record(deps, [anEvent({ subject })]);
  const [first, second] = (await rows()) as [Row & Record<string, Date>, Row];
  const { rows: origins } = await deps.db.raw<{ rows: { nonce: Buffer }[] }>(
    "select nonce from audit.origins",
  );
  const origin = createHash("sha256")
    .update(origins[0]!.nonce)
    .update(`{"ip":"192.0.2.1","user_agent":null}`)
    .digest();
  const written = [
    `"actor":"anonymous"`,
    `"chain":${first.chain}`,
    `"data":{"a":[null],"b":1.5,"reason":"ü"}`,
    `"event_id":"${first.event_id}"`,
    `"id":"${String(first.id)}"`,
    `"ip":null`,
    `"occurred_at":"${first.occurred_at!.toISOString()}"`,
    `"origin_digest":"${origin.toString("hex")}"`,
    `"prev_hash":"${"00".repeat(32)}"`,
    `"recorded_at":"${first.recorded_at!.toISOString()}"`,
    `"request_id":null`,
    `"seq":1`,
    `"subject":"${subject}"`,
    `"type":"session.created"`,
    `"user_agent":null`,
  ];
  const hash = createHash("sha256")
    .update(`{${written.join(",")}}`)
    .digest();
  expect(first.hash.equals(hash)).toBe(true);
  expect(second.prev_hash.equals(hash)).toBe(true);
});

test("records an event once, however often and with whatever others it comes", async () => {
  const events = Array.from({ length: 6 }, () => anEvent({ subject: generateTypeId("user") }));
  await record(deps, events.slice(0, 3));
  await record(deps, events);
  await record(deps, events);
  expect(await rows()).toHaveLength(6);
  expect(await verifyChains(deps.db)).toEqual({ entries: 6, problems: [] });
});

test("keeps its chains whole while several processes append to them", async () => {
  const appendFive = async () => {
    for (let n = 0; n < 5; n += 1) {
      await record(
        deps,
        Array.from({ length: 4 }, () => anEvent({ subject: generateTypeId("user") })),
      );
    }
  };
  await Promise.all([appendFive(), appendFive(), appendFive()]);
  expect(await verifyChains(deps.db)).toEqual({ entries: 60, problems: [] });
});

test("records each event once where several processes have the same ones, in other batches", async () => {
  const subjects = Array.from({ length: 8 }, () => generateTypeId("user"));
  const events = Array.from({ length: 48 }, (_, n) => anEvent({ subject: subjects[n % 8]! }));
  const recordAll = async (size: number, from: number): Promise<void> => {
    const turned = [...events.slice(from), ...events.slice(0, from)];
    for (let at = 0; at < turned.length; at += size) {
      await record(deps, turned.slice(at, at + size));
    }
  };
  await Promise.all([recordAll(5, 0), recordAll(7, 20), recordAll(48, 0), recordAll(1, 33)]);
  expect((await rows()).map((row) => row.event_id).sort()).toEqual(
    events.map(({ id }) => uuidOf(id)).sort(),
  );
  expect(await verifyChains(deps.db)).toEqual({ entries: 48, problems: [] });
});

test("writes a batch by two statements, whose text is the same for any number of events", async () => {
  const texts = async (count: number): Promise<string[]> => {
    const said: string[] = [];
    const note = ({ sql }: { sql: string }): void => void said.push(sql);
    deps.db.on("query", note);
    await record(
      deps,
      Array.from({ length: count }, () =>
        anEvent({ subject: generateTypeId("user"), clientip: "192.0.2.1" }),
      ),
    );
    deps.db.removeListener("query", note);
    return said.filter((sql) => !/^(BEGIN|COMMIT|SET)/i.test(sql));
  };
  const ofOne = await texts(1);
  expect(ofOne).toHaveLength(2);
  expect(await texts(40)).toEqual(ofOne);
});

test("keeps no e-mail address, but a fingerprint that is the same for the same address", async () => {
  const subject = generateTypeId("user");
  await record(deps, [
    anEvent({ subject, data: { email: "Secret.Person@example.com" } }),
    anEvent({
      subject,
      type: "user.email_changed",
      data: {
        previous_email: "secret.person@EXAMPLE.com",
        email: "new@example.com",
        to: [{ email: "x@y.z" }],
      },
    }),
  ]);
  const [first, second] = await rows();
  expect(JSON.stringify(await rows())).not.toMatch(/secret|person|example|x@y/i);
  expect(first!.data).toEqual({
    email_fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
  });
  expect(second!.data.previous_email_fingerprint).toBe(first!.data.email_fingerprint);
  expect(second!.data.email_fingerprint).not.toBe(first!.data.email_fingerprint);
});

test("keeps no text that the catalogue does not know, but a fingerprint of it", async () => {
  await record(deps, [
    anEvent({ data: { nickname: "Rocket", old: ["Rocket"] } }),
    anEvent({ type: "user.of_tomorrow", data: { nickname: "Rocket", age: 7 } }),
  ]);
  const fingerprint = expect.stringMatching(/^[0-9a-f]{32}$/) as string;
  const found = (await rows()).map(({ data }) => data);
  expect(found).toContainEqual({ nickname_fingerprint: fingerprint, old: [fingerprint] });
  expect(found).toContainEqual({ nickname_fingerprint: fingerprint, age: 7 });
  expect(JSON.stringify(await rows())).not.toContain("Rocket");
});

test("takes data of any form that an event can have", async () => {
  const data = [
    null,
    "text",
    7,
    [1, 2],
    { deep: { er: [{ email: null }] } },
    { "": 1e21, "\u20ac": "\u{1f600}" },
  ];
  await record(
    deps,
    data.map((value) => anEvent({ data: value })),
  );
  expect(await verifyChains(deps.db)).toEqual({ entries: data.length, problems: [] });
});

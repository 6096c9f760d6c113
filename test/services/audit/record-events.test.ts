import { createHash } from "node:crypto";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { verifyChains } from "../../../services/audit/domain/verify-chain";
import { createTestDatabase, testDeps, type TestDatabase } from "../../support/database";
import { anEvent, record } from "./support";

let database: TestDatabase;
let deps: Deps;

beforeEach(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "audit");
});
afterEach(() => database.drop());

interface Row {
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

test("is a hash that anybody can compute from what is stored, over the one before", async () => {
  const subject = generateTypeId("user");
  await record(deps, [
    anEvent({ subject, clientip: "192.0.2.1", data: { b: 1.5, a: ["ü", null] } }),
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
    `"data":{"a":["ü",null],"b":1.5}`,
    `"event_id":"${String(first.event_id)}"`,
    `"id":"${String(first.id)}"`,
    `"ip":null`,
    `"occurred_at":"${first.occurred_at!.toISOString()}"`,
    `"origin_digest":"${origin.toString("hex")}"`,
    `"prev_hash":"${"00".repeat(32)}"`,
    `"recorded_at":"${first.recorded_at!.toISOString()}"`,
    `"request_id":null`,
    `"seq":1`,
    `"subject":"${subject}"`,
    `"type":"user.registered"`,
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

test("keeps no e-mail address, but a fingerprint that is the same for the same address", async () => {
  const subject = generateTypeId("user");
  await record(deps, [
    anEvent({ subject, data: { email: "Secret.Person@example.com" } }),
    anEvent({
      subject,
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

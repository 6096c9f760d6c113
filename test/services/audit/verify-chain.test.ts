import { beginVerification, verifyChains } from "../../../services/audit/domain/verify-chain";
import { generateTypeId, generateUuidV7 } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { pagesRead, plansOf } from "../../support/plans";
import { anEvent, record } from "./support";

let database: TestDatabase;
let deps: Deps;
/** The third of seven entries in the chain that is tampered with. */
let target: { id: string; chain: number; seq: number };

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "audit");
  const subject = generateTypeId("user");
  for (let n = 0; n < 7; n += 1) {
    await record(deps, [
      anEvent({
        subject,
        clientip: "192.0.2.7",
        useragent: "browser",
        requestid: "request",
        data: { n, nested: { yes: true } },
      }),
    ]);
  }
  await record(deps, [anEvent(), anEvent(), anEvent(), anEvent()]);
  target = (await deps.db
    .withSchema("audit")
    .from("entries")
    .where({ subject, type: "user.registered" })
    .orderBy("seq")
    .offset(2)
    .first("id", "chain", "seq")) as typeof target;
});
afterAll(() => database.drop());

const UNDO = new Error("undo");

/** What is found after some statements, which are then undone. */
async function foundAfter(...statements: string[]) {
  let found: Awaited<ReturnType<typeof verifyChains>> | undefined;
  await deps.db
    .transaction(async (trx) => {
      for (const statement of statements) {
        await trx.raw(statement.replaceAll("$TARGET", `id = '${target.id}'`));
      }
      found = await verifyChains(trx as unknown as typeof deps.db);
      throw UNDO;
    })
    .catch((error: unknown) => {
      if (error !== UNDO) throw error;
    });
  return found!;
}

test("finds nothing wrong with what nobody touched", async () => {
  expect(await verifyChains(deps.db)).toEqual({ entries: 11, problems: [] });
});

test.each([
  ["id", `'${generateUuidV7()}'`],
  ["event_id", `'${generateUuidV7()}'`],
  ["type", "'user.confirmed'"],
  ["actor", "'somebody else'"],
  ["subject", "null"],
  ["occurred_at", "occurred_at + interval '1 millisecond'"],
  ["occurred_at", "'infinity'"],
  ["recorded_at", "recorded_at - interval '1 millisecond'"],
  ["ip", "'192.0.2.8'"],
  ["user_agent", "'Browser'"],
  ["origin_digest", "null"],
  ["origin_digest", "sha256(origin_digest)"],
  ["request_id", "''"],
  ["data", `'{"n": 99}'`],
  ["data", `data || '{"more": null}'`],
  ["data", `jsonb_set(data, '{nested,yes}', 'false')`],
  ["prev_hash", "hash"],
  ["hash", "prev_hash"],
])("finds that %s was changed to %s, and where", async (column, value) => {
  const { problems } = await foundAfter(
    `update audit.entries set ${column} = ${value} where $TARGET`,
  );
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ chain: target.chain, seq: target.seq });
  if (column !== "id") expect(problems[0]!.id).toBe(target.id);
});

test.each([
  ["ip", "'192.0.2.8'"],
  ["ip", "null"],
  ["user_agent", "'Browser'"],
  ["nonce", "sha256(nonce)"],
])("finds that the %s an entry came from was changed to %s, and where", async (column, value) => {
  const { problems } = await foundAfter(
    `update audit.origins set ${column} = ${value} where entry_id = '${target.id}'`,
  );
  const problem = "where the entry came from was changed";
  expect(problems).toEqual([{ ...target, seq: target.seq, problem }]);
});

test("finds that where an entry came from was removed, unless its person was deleted", async () => {
  const { problems } = await foundAfter(
    `delete from audit.origins where entry_id = '${target.id}'`,
  );
  expect(problems).toEqual([{ ...target, problem: "where the entry came from is missing" }]);
});

test("finds an entry that was moved to another chain or place", async () => {
  const moved = await foundAfter("update audit.entries set chain = 9 where $TARGET");
  expect(moved.problems).toEqual([
    { chain: target.chain, seq: target.seq, problem: "an entry is missing" },
    { chain: 9, seq: 1, problem: "an entry is missing" },
  ]);
  const { problems } = await foundAfter(
    `update audit.entries set seq = -1 where $TARGET`,
    `update audit.entries set seq = ${target.seq} where chain = ${target.chain} and seq = ${target.seq + 1}`,
    `update audit.entries set seq = ${target.seq + 1} where $TARGET`,
  );
  expect(problems).toMatchObject([{ chain: target.chain, seq: target.seq }]);
});

test("finds an entry that was removed, also when the rest closes up", async () => {
  const removed = await foundAfter("delete from audit.entries where $TARGET");
  expect(removed.problems).toMatchObject([{ chain: target.chain, seq: target.seq }]);
  const closed = await foundAfter(
    "delete from audit.entries where $TARGET",
    `update audit.entries set seq = seq - 1000 where chain = ${target.chain} and seq > ${target.seq}`,
    `update audit.entries set seq = seq + 999 where chain = ${target.chain} and seq < 0`,
  );
  expect(closed.problems).toMatchObject([{ chain: target.chain, seq: target.seq }]);
});

test("finds an entry that was put in", async () => {
  const { problems } = await foundAfter(
    `insert into audit.entries select '${generateUuidV7()}', chain, 8 + (select max(seq) - 7 from audit.entries e where e.chain = ${target.chain}),
       '${generateUuidV7()}', type, actor, subject, occurred_at, recorded_at, ip, user_agent, request_id, data, prev_hash, hash
     from audit.entries where $TARGET`,
  );
  expect(problems).toMatchObject([{ chain: target.chain }]);
});

test("finds a chain that was cut off at its end", async () => {
  const { problems } = await foundAfter(
    `delete from audit.entries where chain = ${target.chain} and seq > ${target.seq}`,
  );
  expect(problems).toEqual([
    { chain: target.chain, seq: target.seq + 1, problem: "the end of the chain is missing" },
  ]);
  const whole = await foundAfter(`delete from audit.entries where chain = ${target.chain}`);
  expect(whole.problems).toMatchObject([{ chain: target.chain, seq: 1 }]);
});

test("finds a head that was set back, changed or removed", async () => {
  const head = `where chain = ${target.chain}`;
  for (const statement of [
    `update audit.chains set seq = seq - 1 ${head}`,
    `update audit.chains set seq = seq + 1 ${head}`,
    `update audit.chains set hash = sha256(hash) ${head}`,
    `delete from audit.chains ${head}`,
  ]) {
    expect((await foundAfter(statement)).problems).toMatchObject([{ chain: target.chain }]);
  }
});

test("finds the ends of the chains by their keys, however long they are", async () => {
  const subject = generateTypeId("user");
  await record(
    deps,
    Array.from({ length: 600 }, () => anEvent({ subject })),
  );
  const plans = await plansOf(deps.db, () => beginVerification(deps.db));
  expect(Math.max(...plans.map(pagesRead))).toBeLessThan(10);
});

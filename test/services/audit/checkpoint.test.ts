import { createPublicKey, verify as verifySignature } from "node:crypto";
import canonicalize from "canonicalize";
import { checkpoint, verifyCheckpoint } from "../../../services/audit/domain/checkpoint";
import { verify, verifyPart } from "../../../services/audit/domain/verify";
import { type Checkpoint, checkpoint as schema } from "../../../shared/contracts";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { createSigner } from "../../../shared/signing";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { anEvent, record } from "./support";

const subject = generateTypeId("user");
let database: TestDatabase;
let deps: Deps;
let taken: Checkpoint;

beforeEach(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "audit");
  for (let n = 0; n < 5; n += 1) await record(deps, [anEvent({ subject, data: { n } })]);
  taken = await checkpoint(deps);
});
afterEach(() => database.drop());

const check = (file: Checkpoint, own = deps) => verifyCheckpoint(own, { checkpoint: file });
const end = () => taken.chains.find(({ seq }) => seq > 0)!;

test("has the head of every chain, in the form its contract says", async () => {
  expect(schema.parse(taken)).toEqual(taken);
  expect(taken.chains.map(({ chain }) => chain)).toEqual([0, 1, 2, 3]);
  expect(end().seq).toBe(5);
  expect(await check(taken)).toEqual({ signature: "valid", problems: [] });
});

test("can be verified by others with its key alone, as a detached JWS", () => {
  const { signature, ...unsigned } = taken;
  const [header = "", , mac = ""] = signature.split(".");
  const payload = Buffer.from(canonicalize(unsigned) ?? "").toString("base64url");
  const key = createPublicKey({ key: taken.key, format: "jwk" });
  const input = Buffer.from(`${header}.${payload}`);
  expect(verifySignature(null, input, key, Buffer.from(mac, "base64url"))).toBe(true);
});

test("still holds when the trail goes on", async () => {
  await record(deps, [anEvent({ subject }), anEvent()]);
  expect(await check(taken)).toEqual({ signature: "valid", problems: [] });
});

test("finds a chain that was written anew, although the chain itself is whole", async () => {
  await database.of("audit").raw("delete from audit.entries");
  await database
    .of("audit")
    .raw("update audit.chains set seq = 0, hash = decode(repeat('00', 32), 'hex')");
  for (let n = 0; n < 6; n += 1) await record(deps, [anEvent({ subject, data: { n: -n } })]);
  expect((await verify(deps)).problems).toEqual([]);
  const { chain, seq } = end();
  expect((await check(taken)).problems).toEqual([
    { chain, seq, problem: expect.stringContaining("written anew") as string },
  ]);
});

test("finds a chain that was cut off together with its head", async () => {
  const { chain } = end();
  const db = database.of("audit");
  await db.raw("delete from audit.entries where chain = ? and seq > 3", [chain]);
  await db.raw(
    `update audit.chains c set seq = 3, hash = e.hash from audit.entries e
     where e.chain = c.chain and e.seq = 3 and c.chain = ?`,
    [chain],
  );
  expect((await verify(deps)).problems).toEqual([]);
  expect((await check(taken)).problems).toMatchObject([{ chain, seq: 5 }]);
});

test.each<[string, (file: Checkpoint) => object]>([
  [
    "a hash",
    ({ chains }) => ({ chains: chains.map((one) => ({ ...one, hash: "00".repeat(32) })) }),
  ],
  ["a chain left out", ({ chains }) => ({ chains: chains.slice(1) })],
  ["a time", () => ({ time: "2020-01-01T00:00:00.000Z" })],
  [
    "a signature",
    ({ signature }) => ({
      signature: signature.replace(/(?<=\.)[^.](?=[^.]*$)/, (first) => (first === "A" ? "B" : "A")),
    }),
  ],
  [
    "an algorithm",
    ({ signature }) => ({ signature: signature.replace(/^[^.]+/, "eyJhbGciOiJub25lIn0") }),
  ],
])("is known to be changed by %s", async (_, change) => {
  expect(await check({ ...taken, ...change(taken) })).toEqual({ signature: "wrong", problems: [] });
});

test("of another installation is told apart", async () => {
  const other = { ...deps, signer: createSigner("another secret".repeat(10)) };
  expect(await check(await checkpoint(other))).toEqual({ signature: "unknown", problems: [] });
});

test("verifying in parts comes to the same as at once", async () => {
  const { chain } = end();
  const parts = async () => {
    const all = { entries: 0, problems: [] as object[] };
    let cursor: string | null | undefined;
    do {
      const part = await verifyPart(deps, cursor ? { cursor } : {});
      all.entries += part.entries;
      all.problems.push(...part.problems);
      cursor = part.next_cursor;
      expect(part.total).toBe(5);
    } while (cursor !== null);
    return all;
  };
  expect(await parts()).toEqual({ entries: 5, problems: [] });
  await database.of("audit").raw("update audit.entries set actor = 'x' where seq = 3");
  expect(await parts()).toEqual(await verify(deps));
  expect((await parts()).problems).toMatchObject([{ chain, seq: 3 }]);
});

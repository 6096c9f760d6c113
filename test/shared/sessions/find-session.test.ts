import type { Database } from "../../../shared/database";
import { generateUuidV7 } from "../../../shared/ids";
import { findLiveSessions, findSession, newToken } from "../../../shared/sessions";
import { createTestDatabase, type TestDatabase } from "../../support/database";

let database: TestDatabase;
let db: Database;
let selects: unknown[][];

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.of("accounts");
  db.on("query", ({ sql, bindings }: { sql: string; bindings: unknown[][] }) => {
    if (sql.includes("token_hash = any")) selects.push(bindings[0]!);
  });
});
beforeEach(() => {
  selects = [];
});
afterAll(async () => {
  await database.drop();
});

interface Opened {
  email: string;
  sessionId: string;
  token: string;
  hash: Buffer;
}

async function openSession(expires = "now() + interval '1 hour'"): Promise<Opened> {
  const [userId, sessionId] = [generateUuidV7(), generateUuidV7()];
  const email = `${userId}@example.com`;
  const { token, hash } = newToken();
  await db
    .withSchema("accounts")
    .table("users")
    .insert({ id: userId, email, email_key: email, password_hash: "none", version: 1 });
  await db.raw(
    `insert into accounts.sessions (id, user_id, token_hash, expires_at) values (?, ?, ?, ${expires})`,
    [sessionId, userId, hash],
  );
  return { email, sessionId, token, hash };
}

const emailOf = async (token: string): Promise<string | undefined> =>
  (await findSession(db, token))?.user.email;

test("answers all who ask in one turn by one select, each with their own session", async () => {
  const people = await Promise.all([openSession(), openSession(), openSession()]);
  const found = await Promise.all(people.map(({ token }) => emailOf(token)));
  expect(found).toEqual(people.map(({ email }) => email));
  expect(selects).toHaveLength(1);
});

test("asks for a token once, however many ask for it at once", async () => {
  const { email, token } = await openSession();
  expect(await Promise.all(Array.from({ length: 20 }, () => emailOf(token)))).toEqual(
    Array.from({ length: 20 }, () => email),
  );
  expect(selects.map((hashes) => hashes.length)).toEqual([1]);
});

test("tells known tokens from unknown, expired and unreadable ones beside them", async () => {
  const known = await openSession();
  const expired = await openSession("now()");
  const tokens = [newToken().token, known.token, expired.token, "nonsense", newToken().token];
  const found = await Promise.all(tokens.map(emailOf));
  expect(found).toEqual([undefined, known.email, undefined, undefined, undefined]);
  expect(selects.map((hashes) => hashes.length)).toEqual([4]);
});

test("splits a crowd into selects of at most a hundred tokens", async () => {
  const { email, token } = await openSession();
  const tokens = [...Array.from({ length: 249 }, () => newToken().token), token];
  const found = await Promise.all(tokens.map(emailOf));
  expect(found.filter(Boolean)).toEqual([email]);
  expect(found.at(-1)).toBe(email);
  expect(selects.map((hashes) => hashes.length)).toEqual([100, 100, 50]);
});

test("refuses a revoked session to who asks after the revocation, whoever asked before", async () => {
  const { sessionId, email, token } = await openSession();
  const before = emailOf(token);
  await db.raw("delete from accounts.sessions where id = ?", [sessionId]);
  const after = [emailOf(token), emailOf(token)];
  expect([undefined, email]).toContain(await before);
  expect(await Promise.all(after)).toEqual([undefined, undefined]);
});

test("fails all who asked together with the database's error, and nobody after them", async () => {
  const { email, token } = await openSession();
  const gone = Object.assign(new Error("gone"), { code: "ECONNREFUSED" });
  const acquire = jest
    .spyOn(db.client as { acquireConnection(): Promise<unknown> }, "acquireConnection")
    .mockRejectedValueOnce(gone);
  const together = await Promise.allSettled([emailOf(token), emailOf(newToken().token)]);
  expect(together).toEqual([
    { status: "rejected", reason: gone },
    { status: "rejected", reason: gone },
  ]);
  expect(await emailOf(token)).toBe(email);
  acquire.mockRestore();
});

test("tells which sessions live, by the database's clock, with the tokens that they have now", async () => {
  const [live, expired, disabled] = await Promise.all([
    openSession(),
    openSession("now()"),
    openSession(),
  ]);
  await db.raw("update accounts.users set disabled_at = now() where email = ?", [disabled.email]);
  const ids = [live, expired, disabled].map(({ sessionId }) => sessionId);
  const found = await findLiveSessions(db, [...ids, generateUuidV7()]);
  expect([...found]).toEqual([[live.sessionId, live.hash]]);
});

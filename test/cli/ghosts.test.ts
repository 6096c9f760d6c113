import { decodeTypeId, generateTypeId } from "../../shared/ids";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { cleanUp, jumar, onDatabase } from "./support";

interface Finding {
  part: string;
  state: string;
  detail: string;
}

let database: TestDatabase;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  env = onDatabase(database.settings);
});
afterAll(async () => {
  await cleanUp();
  await database.drop();
});

const db = () => database.of("test");

/** As search and audit are left when accounts is restored to before the user registered. */
async function rememberUser(user: string, seq: number): Promise<void> {
  const id = decodeTypeId(user, "user");
  await db().raw(
    `insert into search.documents (id, version, deleted, email, email_version, role, role_version,
       confirmed, confirmed_version, disabled_version)
     values (?, 1, false, ?, 1, 'user', 1, false, 0, 0)`,
    [id, `${user}@example.com`],
  );
  await db().raw("insert into search.terms (term, document_id, inside) values (?, ?, false)", [
    user,
    id,
  ]);
  await enter(user, "user.registered", seq);
}

async function enter(user: string, type: string, seq: number): Promise<void> {
  await db().raw(
    `insert into audit.entries (id, chain, seq, event_id, type, actor, subject, occurred_at,
       recorded_at, data, prev_hash, hash)
     values (gen_random_uuid(), 0, ?, gen_random_uuid(), ?, 'anonymous', ?, now(), now(), '{}', '', '')`,
    [seq, type, user],
  );
}

async function examine(...args: string[]) {
  const { stdout } = await jumar(["doctor", "--json", ...args], env);
  const findings = JSON.parse(stdout) as Finding[];
  return (part: string) => findings.find((finding) => finding.part === part);
}

it("names users that never were, takes them out of search, and leaves the audit trail as it is", async () => {
  const { stdout } = await jumar(
    ["users", "create", "ada@example.com", "--confirmed", "--password-stdin", "--json"],
    env,
    Buffer.from("a password of some length\n"),
  );
  const ada = (JSON.parse(stdout) as { id: string }).id;
  const ghost = generateTypeId("user");
  const deleted = generateTypeId("user");
  await rememberUser(ada, 101);
  await rememberUser(ghost, 102);
  await rememberUser(deleted, 103);
  await enter(deleted, "user.deleted", 104);

  expect((await examine())("search ghosts")).toBeUndefined();
  const first = await examine("--deep");
  expect(first("search ghosts")).toMatchObject({
    state: "ok",
    detail: `removed 1 user (${ghost}) that accounts does not know`,
  });
  expect(first("audit ghosts")).toMatchObject({
    state: "ok",
    detail: expect.stringContaining(`1 user (${ghost})`),
  });
  const left = await db().withSchema("search").table("documents").orderBy("id").pluck("id");
  expect(left).toEqual([ada, deleted].map((user) => decodeTypeId(user, "user")).sort());
  expect(await db().withSchema("search").table("terms")).toHaveLength(2);
  const entries = await db().withSchema("audit").table("entries").where({ subject: ghost });
  expect(entries).toHaveLength(1);
  expect((await examine("--deep"))("search ghosts")).toMatchObject({ detail: "none" });
});

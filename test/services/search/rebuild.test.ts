import accountsService from "../../../services/accounts/service";
import service from "../../../services/search/service";
import { contracts, parseParams, type User, uuidOf } from "../../../shared/contracts";
import { createEventLog } from "../../../shared/event-log";
import { encodeTypeId, generateUuidV7 } from "../../../shared/ids";
import type { Calls, Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { find, findAll, hear, userEvent } from "./support";

let database: TestDatabase;
let deps: Deps;
let accounts: Calls["accounts"];
/** What happens between reading a batch and writing it. */
let meanwhile: () => Promise<void>;

const OPERATOR = { principal: { kind: "operator" } } as const;

beforeEach(async () => {
  database = await createTestDatabase();
  const accountsDeps = (await accountsService.parts.prepare?.(
    testDeps(database, "accounts"),
  )) as Deps;
  accounts = new Proxy({} as Calls["accounts"], {
    get:
      (_, name: keyof Calls["accounts"]) =>
      async (
        params: object,
        caller: object = { principal: { kind: "service", service: "search" } },
      ) => {
        const run = accountsService.parts.actions[name] as unknown as (
          ...args: unknown[]
        ) => Promise<unknown>;
        const contract = contracts.accounts.actions[name];
        const answer = await run(accountsDeps, parseParams(contract.params, params), caller);
        if (name === "listUsers" || name === "listEventsByUser") await meanwhile();
        return answer;
      },
  });
  const own = testDeps(database, "search");
  const events = createEventLog({ call: { accounts }, signer: own.signer });
  deps = { ...own, call: { accounts, events } as Calls };
  meanwhile = () => Promise.resolve();
});
afterEach(() => database.drop());

async function newUser(email: string): Promise<User> {
  const params = { email, password: "a password of some length", confirmed: true } as const;
  return (await accounts.createUser(params, OPERATOR)).user;
}

async function rebuild(from: "users" | "events", limit = 2) {
  const run = service.parts.actions.rebuild as unknown as (
    deps: Deps,
    params: object,
  ) => Promise<{ read: number; changed: number; next_cursor: string | null }>;
  const total = { read: 0, changed: 0 };
  let cursor: string | null = null;
  do {
    const done = await run(deps, { from, limit, ...(cursor === null ? {} : { cursor }) });
    total.read += done.read;
    total.changed += done.changed;
    cursor = done.next_cursor;
  } while (cursor !== null);
  return total;
}

const addresses = () => findAll(deps, { sort: "email", limit: 100 });
const raw = (sql: string) => database.of("search").raw(sql);

describe.each(["users", "events"] as const)("a rebuild from %s", (from) => {
  it("fills an empty index with what is so, and finds nothing to do the second time", async () => {
    const users: User[] = [];
    for (const name of ["ada", "bob", "cleo", "dan", "eve"]) {
      users.push(await newUser(`${name}@example.com`));
    }
    await accounts.grantRole({ id: users[0]!.id, role: "admin" }, OPERATOR);
    await accounts.updateUser({ id: users[1]!.id, disabled: true }, OPERATOR);
    await accounts.deleteUser({ id: users[4]!.id }, OPERATOR);
    expect((await rebuild(from)).changed).toBeGreaterThanOrEqual(4);
    const { data } = await find(deps, { sort: "email" });
    for (const [index, user] of data.entries()) {
      expect(user).toEqual((await accounts.getUser({ id: users[index]!.id })).user);
    }
    expect(data).toHaveLength(4);
    expect(await rebuild(from)).toMatchObject({ changed: 0 });
  });

  it("puts right what is wrong: an address, its words, what is lost", async () => {
    for (const name of ["ada", "bob", "cleo"]) await newUser(`${name}.words@example.com`);
    await rebuild(from);
    await raw(
      "update search.documents set search_text = 'x', confirmed = false where email like 'ada%'",
    );
    await raw("delete from search.terms");
    await raw("delete from search.documents where email like 'bob%'");
    expect(await rebuild(from)).toMatchObject({ changed: 3 });
    expect(await findAll(deps, { query: "words" })).toHaveLength(3);
    expect(await findAll(deps, { query: "ada" })).toHaveLength(1);
    expect(await findAll(deps, { confirmed: "true" })).toHaveLength(3);
  });

  it("undoes nothing that is heard meanwhile, and takes no late event for news", async () => {
    const [ada, bob] = [await newUser("ada@example.com"), await newUser("bob@example.com")];
    const moved = { previous_email: "ada@example.com", email: "ada@example.net" };
    meanwhile = () =>
      hear(deps, [
        userEvent(uuidOf(ada.id), "user.email_changed", 3, moved),
        userEvent(uuidOf(bob.id), "user.deleted", 3),
      ]);
    await rebuild(from);
    expect(await addresses()).toEqual(["ada@example.net"]);
    await hear(deps, [
      userEvent(uuidOf(ada.id), "user.registered", 1, { email: "ada@example.com" }),
      userEvent(uuidOf(bob.id), "user.confirmed", 2),
    ]);
    expect(await addresses()).toEqual(["ada@example.net"]);
  });

  it("may run twice at once", async () => {
    for (let n = 0; n < 8; n += 1) await newUser(`user${n}@example.com`);
    await Promise.all([rebuild(from), rebuild(from, 3)]);
    expect(await addresses()).toHaveLength(8);
    expect(await rebuild(from)).toMatchObject({ changed: 0 });
  });
});

it("from users removes who is gone, but nobody who signs up meanwhile", async () => {
  await newUser("ada@example.com");
  const ghost = generateUuidV7();
  await hear(deps, [userEvent(ghost, "user.registered", 1, { email: "ghost@example.com" })]);
  let late = true;
  meanwhile = async () => {
    if (!late) return;
    late = false;
    const { id } = await newUser("late@example.com");
    await hear(deps, [userEvent(uuidOf(id), "user.registered", 1, { email: "late@example.com" })]);
  };
  await rebuild("users");
  expect(await addresses()).toEqual(["ada@example.com", "late@example.com"]);
  expect(encodeTypeId("user", ghost)).toMatch(/^user_/);
});

it("leaves the words of letters alone, whatever the version before has kept or lost", async () => {
  await newUser("ada.lovelace1815@host3.example");
  await rebuild("users");
  const words = async () => {
    const { rows } = await deps.db.raw<{ rows: { word: string }[] }>(
      "select word from search.words order by word",
    );
    return rows.map(({ word }) => word);
  };
  expect(await words()).toEqual(["ada", "host", "lovelace"]);
  await raw("insert into search.words select term from search.terms on conflict do nothing");
  await raw("delete from search.words where word = 'ada'");
  expect(await rebuild("users")).toMatchObject({ changed: 1 });
  expect(await words()).toEqual(["ada", "host", "lovelace"]);
  expect(await rebuild("users")).toMatchObject({ changed: 0 });
});

it("from events leaves alone what the log has forgotten", async () => {
  const { id } = await newUser("ada@example.com");
  await rebuild("users");
  await database.of("accounts").raw("delete from accounts.outbox where type = 'user.registered'");
  await rebuild("events");
  expect((await find(deps, {})).data).toMatchObject([{ id, email: "ada@example.com" }]);
});

it("is never seen half done by who searches", async () => {
  for (let n = 0; n < 6; n += 1) await newUser(`user${n}@example.com`);
  await rebuild("users");
  await raw("delete from search.terms");
  const seen: number[] = [];
  meanwhile = async () => {
    seen.push((await addresses()).length);
  };
  await rebuild("users");
  expect(seen.length).toBeGreaterThan(2);
  expect(new Set(seen)).toEqual(new Set([6]));
});

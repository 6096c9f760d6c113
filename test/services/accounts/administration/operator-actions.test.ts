import { accounts as contract, type Caller } from "../../../../shared/contracts";
import { generateTypeId } from "../../../../shared/ids";
import { findSession } from "../../../../shared/sessions";
import { sessionIdOf, userIdOf } from "../../../support/callers";
import { accountsForTests, refusal } from "../support";

const accounts = accountsForTests();

const OPERATOR: Caller = { principal: { kind: "operator" } };
const NOT_FOUND = { code: "not_found" };
const NOBODY = generateTypeId("user");

const typesOf = async (id: string) => (await accounts.eventsOf(id)).map(({ type }) => type);
const lastOf = async (id: string) => (await accounts.eventsOf(id)).at(-1);

async function anAdmin(): Promise<Caller> {
  const { id, email } = await accounts.newUser(`${generateTypeId("user")}@example.com`);
  await accounts.call("grantRole", { id, role: "admin" }, OPERATOR);
  return (await accounts.logIn(email)).caller;
}

it("binds what only the command line needs to no path", () => {
  const names = ["findUser", "createUsers", "revokeSessions"] as const;
  for (const name of names) expect(contract.actions[name].http).toBeUndefined();
});

it("finds a user by their address in other letters, and nobody by another", async () => {
  const { id, email } = await accounts.newUser();
  const { user } = await accounts.call("findUser", { email: email.toUpperCase() });
  expect(user).toMatchObject({ id, email });
  expect(await refusal(accounts.call("findUser", { email: "nobody@example.com" }))).toEqual(
    NOT_FOUND,
  );
});

describe("confirming a user", () => {
  it("ends the mailed link, and happens once", async () => {
    const { id } = await accounts.newUser();
    const token = await accounts.mailToken(id, "confirmation");
    const { user } = await accounts.call("confirmUser", { id }, OPERATOR);
    expect(user.confirmed_at).not.toBeNull();
    expect(await lastOf(id)).toMatchObject({ type: "user.confirmed", actor: "operator" });
    expect(await refusal(accounts.call("confirm", { token }))).toEqual({ code: "token_invalid" });

    const events = await typesOf(id);
    expect(await accounts.call("confirmUser", { id }, OPERATOR)).toEqual({ user });
    expect(await typesOf(id)).toEqual(events);
  });
});

describe("granting a role", () => {
  it("changes it with an event, and not when it is the same", async () => {
    const { id } = await accounts.newUser();
    const { user } = await accounts.call("grantRole", { id, role: "admin" }, OPERATOR);
    expect(user.role).toBe("admin");
    expect(await lastOf(id)).toMatchObject({ type: "user.role_changed", data: { role: "admin" } });
    const events = await typesOf(id);
    await accounts.call("grantRole", { id, role: "admin" }, OPERATOR);
    expect(await typesOf(id)).toEqual(events);
  });

  it("is refused to an administrator of their own account, and to one who is so no more", async () => {
    const caller = await anAdmin();
    const id = userIdOf(caller);
    const own = accounts.call("grantRole", { id, role: "user" }, caller);
    expect(await refusal(own)).toEqual({ code: "validation_failed", "/role": "own_account" });

    await accounts.call("grantRole", { id, role: "user" }, OPERATOR);
    const other = await accounts.newUser();
    for (const action of ["confirmUser", "deleteUser"] as const) {
      expect(await refusal(accounts.call(action, { id: other.id }, caller))).toEqual({
        code: "forbidden",
      });
    }
    expect(
      await refusal(accounts.call("grantRole", { id: other.id, role: "admin" }, caller)),
    ).toEqual({ code: "forbidden" });
  });
});

describe("deleting a user", () => {
  it("leaves neither account, session nor link, with an event", async () => {
    const { id, token } = await accounts.newUser();
    await accounts.call("deleteUser", { id }, OPERATOR);
    expect(await findSession(accounts.deps.db, token)).toBeUndefined();
    expect((await typesOf(id)).slice(-2).sort()).toEqual(["session.ended", "user.deleted"]);
    expect(await refusal(accounts.call("getUser", { id }))).toEqual(NOT_FOUND);
    expect(await refusal(accounts.call("deleteUser", { id }, OPERATOR))).toEqual(NOT_FOUND);
  });
});

describe("sessions of a user", () => {
  it("are listed, and end all at once", async () => {
    const { id, email } = await accounts.newUser();
    await accounts.logIn(email);
    const { data } = await accounts.call("listSessionsOf", { user_id: id });
    expect(data).toHaveLength(2);
    const { ended } = await accounts.call("revokeSessions", { user_id: id }, OPERATOR);
    expect(ended.sort()).toEqual(data.map((session) => session.id).sort());
    expect(await accounts.countOf("sessions", id)).toBe(0);
  });

  it("end by their ids, whoever's they are, or none of them", async () => {
    const [one, two] = [await accounts.newUser(), await accounts.newUser()];
    const idOf = ({ caller }: { caller: Caller }) => sessionIdOf(caller);
    const over = generateTypeId("session");
    const some = [idOf(one), over];
    expect(await refusal(accounts.call("revokeSessions", { ids: some }, OPERATOR))).toEqual(
      NOT_FOUND,
    );
    expect(await accounts.countOf("sessions", one.id)).toBe(1);
    const both = [idOf(one), idOf(two)];
    expect(await accounts.call("revokeSessions", { ids: both }, OPERATOR)).toEqual({ ended: both });
    expect(await lastOf(two.id)).toMatchObject({ type: "session.ended", actor: "operator" });
  });

  it("of nobody are not found", async () => {
    for (const action of ["listSessionsOf", "revokeSessions"] as const) {
      expect(await refusal(accounts.call(action, { user_id: NOBODY }, OPERATOR))).toEqual(
        NOT_FOUND,
      );
    }
  });
});

describe("what other services build anew from", () => {
  it("is every user by id, page by page, each with their version", async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await accounts.call("listUsers", { limit: 3, ...(cursor ? { cursor } : {}) });
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toEqual([...ids].sort());
    const { count } = await accounts.call("countUsers", {});
    expect(ids).toHaveLength(count);
    const { data } = await accounts.call("findUsers", { ids: [ids[0]!, NOBODY] });
    const events = await accounts.eventsOf(ids[0]!);
    expect(data).toMatchObject([
      { id: ids[0], version: Math.max(...events.map(({ aggregateversion }) => aggregateversion)) },
    ]);
  });

  it("is all events of each user on one page", async () => {
    const types = ["user.registered", "user.confirmed"];
    const subjects: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await accounts.call("listEventsByUser", {
        types,
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      const here = [...new Set(page.data.map(({ subject }) => subject ?? ""))];
      expect(here.length).toBeLessThanOrEqual(2);
      for (const { type } of page.data) expect(types).toContain(type);
      subjects.push(...here);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(subjects).size).toBe(subjects.length);
    const { rows } = await accounts.deps.db.raw<{ rows: unknown[] }>(
      "select distinct subject from accounts.outbox",
    );
    expect(subjects).toHaveLength(rows.length);
  });
});

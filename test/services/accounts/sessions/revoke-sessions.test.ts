import { type Caller, uuidOf } from "../../../../shared/contracts";
import { generateTypeId } from "../../../../shared/ids";
import { findSession } from "../../../../shared/sessions";
import { sessionIdOf } from "../../../support/callers";
import { accountsForTests, refusal } from "../support";

const accounts = accountsForTests();

const NOT_FOUND = { code: "not_found" };

const isLive = async (token: string) => (await findSession(accounts.deps.db, token)) !== undefined;
const revoke = (caller: Caller, id: string) => accounts.call("revokeSession", { id }, caller);
const endedOf = async (userId: string) =>
  (await accounts.eventsOf(userId)).filter(({ type }) => type === "session.ended");

describe("revoking a session", () => {
  it("ends it at once and no other, with an event that says so", async () => {
    const member = await accounts.newUser();
    const other = await accounts.logIn(member.email);
    expect(await revoke({ ...member.caller, ip: "192.0.2.9" }, sessionIdOf(other.caller))).toEqual(
      {},
    );
    expect([await isLive(other.token), await isLive(member.token)]).toEqual([false, true]);
    expect(await endedOf(member.id)).toMatchObject([
      {
        actor: member.id,
        clientip: "192.0.2.9",
        data: { session_id: sessionIdOf(other.caller), reason: "revoked" },
      },
    ]);
  });

  it("may be the one that asks", async () => {
    const member = await accounts.newUser();
    await revoke(member.caller, sessionIdOf(member.caller));
    expect(await isLive(member.token)).toBe(false);
  });

  it("finds no session that is another's, unknown or over, and tells of none", async () => {
    const member = await accounts.newUser();
    const stranger = await accounts.newUser();
    const expired = await accounts.logIn(member.email);
    const idle = await accounts.logIn(member.email);
    const { db } = accounts.deps;
    const set = (change: string, { caller }: { caller: Caller }) =>
      db.raw(`update accounts.sessions set ${change} where id = ?`, [uuidOf(sessionIdOf(caller))]);
    await set("expires_at = now()", expired);
    await set("idle_until = now()", idle);

    for (const id of [
      sessionIdOf(stranger.caller),
      generateTypeId("session"),
      sessionIdOf(expired.caller),
      sessionIdOf(idle.caller),
    ]) {
      expect(await refusal(revoke(member.caller, id))).toEqual(NOT_FOUND);
    }
    expect(await isLive(stranger.token)).toBe(true);
    expect([...(await endedOf(member.id)), ...(await endedOf(stranger.id))]).toEqual([]);
  });

  it("happens once when it is asked for many times at once", async () => {
    const member = await accounts.newUser();
    const id = sessionIdOf((await accounts.logIn(member.email)).caller);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        revoke(member.caller, id).then(
          () => "ended",
          async (error: unknown) => await refusal(Promise.reject(error as Error)),
        ),
      ),
    );
    expect(answers.filter((answer) => answer === "ended")).toHaveLength(1);
    expect(answers.filter((answer) => answer !== "ended")).toEqual(Array(9).fill(NOT_FOUND));
    expect(await endedOf(member.id)).toHaveLength(1);
  });
});

describe("revoking all other sessions", () => {
  it("leaves the one that asks, and those of other people", async () => {
    const member = await accounts.newUser();
    const others = [await accounts.logIn(member.email), await accounts.logIn(member.email)];
    const stranger = await accounts.newUser();
    await accounts.call("revokeOtherSessions", {}, member.caller);
    for (const { token } of others) expect(await isLive(token)).toBe(false);
    expect([await isLive(member.token), await isLive(stranger.token)]).toEqual([true, true]);
    const ended = await endedOf(member.id);
    expect(ended.map(({ data }) => (data as { session_id: string }).session_id).sort()).toEqual(
      others.map(({ caller }) => sessionIdOf(caller)).sort(),
    );
    expect(ended.map(({ data }) => (data as { reason: string }).reason)).toEqual([
      "revoked",
      "revoked",
    ]);
  });

  it("is no error when there is none", async () => {
    const member = await accounts.newUser();
    expect(await accounts.call("revokeOtherSessions", {}, member.caller)).toEqual({});
    expect(await endedOf(member.id)).toEqual([]);
  });

  it("asks who it is", async () => {
    for (const caller of [{}, { principal: { kind: "operator" } } as Caller]) {
      const refused = { code: "unauthenticated" };
      expect(await refusal(accounts.call("revokeOtherSessions", {}, caller))).toEqual(refused);
      expect(await refusal(revoke(caller, generateTypeId("session")))).toEqual(refused);
    }
  });
});

import type { Caller } from "../../../../shared/contracts";
import { uuidOf } from "../../../../shared/contracts";
import { findSession } from "../../../../shared/sessions";
import { asUser } from "../../../support/callers";
import { opened } from "../../../support/opened";
import { accountsForTests, NEW_PASSWORD, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

const CHOSEN = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };
const RIGHT = { current_password: PASSWORD, ...CHOSEN };

const change = (caller: Caller, fields: object = RIGHT) =>
  accounts.call("changePassword", fields as never, caller);

describe("changing the password", () => {
  it("renews the session that asks, under its id, and ends every other one and every link", async () => {
    const member = await accounts.newUser();
    const other = await accounts.logIn(member.email);
    await accounts.mailToken(member.id, "confirmation");
    const { db } = accounts.deps;
    await db.raw("update accounts.sessions set authenticated_at = now() - interval '1 hour'");
    const before = await findSession(db, member.token);

    const { user, session, token = "" } = await change(member.caller);

    expect(user).toMatchObject({ id: member.id, email: member.email });
    expect(session).toMatchObject({
      id: before?.session.id,
      expires_at: before?.session.expires_at,
    });
    expect(Date.parse(session.authenticated_at)).toBeGreaterThan(
      Date.parse(before?.session.authenticated_at ?? ""),
    );
    expect((await findSession(db, token))?.session).toEqual(session);
    expect(await findSession(db, member.token)).toBeUndefined();
    expect(await findSession(db, other.token)).toBeUndefined();
    expect(await accounts.countOf("tokens", member.id)).toBe(0);
    expect(await accounts.countOf("sessions", member.id)).toBe(1);

    const told = (await accounts.eventsOf(member.id)).slice(-2);
    expect(told.map(({ type }) => type).sort()).toEqual(["session.ended", "user.password_changed"]);
    expect(told.map(({ actor }) => actor)).toEqual([member.id, member.id]);
    const ended = told.find(({ type }) => type === "session.ended");
    expect(ended?.data).toMatchObject({ reason: "password_changed" });

    expect(await refusal(accounts.logIn(member.email))).toEqual({ code: "invalid_credentials" });
    await accounts.logIn(member.email, NEW_PASSWORD);
  });

  it("keeps a remembered session remembered", async () => {
    const { email } = await accounts.newUser();
    for (const remember_me of [true, false]) {
      const password = remember_me ? PASSWORD : NEW_PASSWORD;
      const { user, session } = opened(
        await accounts.call("logIn", { email, password, remember_me }),
      );
      const { token = "" } = await change(
        asUser(user, session),
        remember_me ? RIGHT : { ...RIGHT, current_password: NEW_PASSWORD },
      );
      expect((await findSession(accounts.deps.db, token))?.remembered).toBe(remember_me);
    }
  });

  it("refuses a wrong present password by its field, hashes nothing and changes nothing", async () => {
    const member = await accounts.newUser();
    const hash = jest.spyOn(accounts.deps.passwords, "hash");
    expect(await refusal(change(member.caller, { ...RIGHT, current_password: "wrong" }))).toEqual({
      code: "validation_failed",
      "/current_password": "wrong_password",
    });
    expect(hash).not.toHaveBeenCalled();
    hash.mockRestore();
    expect(await findSession(accounts.deps.db, member.token)).toBeDefined();
  });

  it.each([
    ["too short", { password: "short", password_confirmation: "short" }, "/password", "too_small"],
    [
      "too long",
      { password: "x".repeat(73), password_confirmation: "x".repeat(72) },
      "/password",
      "too_big",
    ],
    [
      "not repeated alike",
      { password_confirmation: PASSWORD },
      "/password_confirmation",
      "confirmation_mismatch",
    ],
  ])("refuses a new password that is %s", async (_, fields, pointer, code) => {
    const { caller } = await accounts.newUser();
    expect(await refusal(change(caller, { ...RIGHT, ...fields }))).toMatchObject({
      code: "validation_failed",
      [pointer]: code,
    });
  });

  it("asks who has no session to log in", async () => {
    expect(await refusal(change({}))).toEqual({ code: "unauthenticated" });
  });

  it("is refused to a session that ended while the passwords were worked on", async () => {
    const member = await accounts.newUser();
    const { hash } = accounts.deps.passwords;
    const slow = jest.spyOn(accounts.deps.passwords, "hash").mockImplementation(async (text) => {
      await accounts.call("logOut", {}, member.caller);
      return await hash(text);
    });
    expect(await refusal(change(member.caller))).toEqual({ code: "unauthenticated" });
    slow.mockRestore();
    await accounts.logIn(member.email);
  });

  it("is refused to a disabled account", async () => {
    const member = await accounts.newUser();
    await accounts.deps.db.raw("update accounts.users set disabled_at = now() where id = ?", [
      uuidOf(member.id),
    ]);
    expect(await refusal(change(member.caller))).toEqual({ code: "unauthenticated" });
  });

  it("happens once when it is asked for twice at once; the other had a password that is none any more", async () => {
    const member = await accounts.newUser();
    const results = await Promise.allSettled([change(member.caller), change(member.caller)]);
    const failed = results.filter((result) => result.status === "rejected");
    expect(failed).toHaveLength(1);
    expect(await refusal(Promise.reject(failed[0]?.reason as Error))).toEqual({
      code: "validation_failed",
      "/current_password": "wrong_password",
    });
  });
});

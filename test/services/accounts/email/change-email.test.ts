import { findUserById } from "../../../../services/accounts/identity/store/users";
import { type Caller, uuidOf } from "../../../../shared/contracts";
import { findSession } from "../../../../shared/sessions";
import {
  accountsForTests,
  type Member,
  NEW_PASSWORD,
  NO_TOKEN,
  PASSWORD,
  refusal,
} from "../support";

const accounts = accountsForTests();

const INVALID = { code: "token_invalid" };

const request = (caller: Caller, fields: object) =>
  accounts.call("requestEmailChange", { current_password: PASSWORD, ...fields } as never, caller);
const change = (token: string, { caller }: Member) =>
  accounts.call("changeEmail", { token }, caller);
const check = (token: string, { caller }: Member) =>
  accounts.call("checkEmailChangeToken", { token }, caller);

describe("asking to move to another address", () => {
  it("tells where to and where from, and changes nothing yet", async () => {
    const member = await accounts.newUser();
    expect(await request(member.caller, { email: "Next@Example.com" })).toEqual({});
    expect((await accounts.eventsOf(member.id)).at(-1)).toMatchObject({
      type: "user.email_change_requested",
      actor: member.id,
      data: { email: "Next@Example.com", previous_email: member.email },
    });
    const row = await findUserById(accounts.deps.db, uuidOf(member.id));
    expect(row).toMatchObject({ email: member.email, confirmed_at: null });
    expect(await findSession(accounts.deps.db, member.token)).toBeDefined();
  });

  it.each([
    ["no address", "no address", "invalid_email"],
    ["one of more than 254 octets", `a@${"b.".repeat(124)}example.com`, "too_big"],
  ])("refuses %s", async (_, email, code) => {
    const { caller } = await accounts.newUser();
    expect(await refusal(request(caller, { email }))).toEqual({
      code: "validation_failed",
      "/email": code,
    });
  });

  it("refuses the address that the account has, in whatever letters", async () => {
    const { caller, email } = await accounts.newUser();
    for (const same of [email, email.toUpperCase()]) {
      expect(await refusal(request(caller, { email: same }))).toEqual({
        code: "validation_failed",
        "/email": "not_changed",
      });
    }
  });

  it("refuses a wrong password by its field", async () => {
    const { id, caller } = await accounts.newUser();
    const fields = { email: "next@example.com", current_password: "wrong" };
    expect(await refusal(request(caller, fields))).toEqual({
      code: "validation_failed",
      "/current_password": "wrong_password",
    });
    expect((await accounts.eventsOf(id)).at(-1)?.type).toBe("session.created");
  });

  it("does not tell whether the new address has an account", async () => {
    const taken = await accounts.newUser();
    const { caller } = await accounts.newUser();
    expect(await request(caller, { email: taken.email })).toEqual(
      await request(caller, { email: "free@example.com" }),
    );
  });

  it("asks who has no session to log in", async () => {
    expect(await refusal(request({}, { email: "next@example.com" }))).toEqual({
      code: "unauthenticated",
    });
  });
});

describe("moving to another address", () => {
  it("confirms it, renews the session, and ends every other one and every link", async () => {
    const member = await accounts.newUser();
    const other = await accounts.logIn(member.email);
    await accounts.mailToken(member.id, "confirmation");
    const token = await accounts.emailChangeToken(member, "Moved@Example.com");
    for (let n = 0; n < 3; n += 1) {
      expect(await check(token, member)).toEqual({ email: "Moved@Example.com" });
    }

    const moved = await change(token, member);

    expect(moved.user).toMatchObject({ id: member.id, email: "Moved@Example.com" });
    expect(moved.user.confirmed_at).not.toBeNull();
    const { db } = accounts.deps;
    expect((await findSession(db, moved.token ?? ""))?.session).toEqual(moved.session);
    expect(await findSession(db, member.token)).toBeUndefined();
    expect(await findSession(db, other.token)).toBeUndefined();
    expect(await accounts.countOf("tokens", member.id)).toBe(0);

    const told = (await accounts.eventsOf(member.id)).slice(-2);
    expect(told.map(({ type, data }) => ({ type, data }))).toEqual(
      expect.arrayContaining([
        {
          type: "user.email_changed",
          data: { previous_email: member.email, email: "Moved@Example.com" },
        },
        {
          type: "session.ended",
          data: expect.objectContaining({ reason: "email_changed" }) as object,
        },
      ]),
    );
    await accounts.logIn("moved@example.com");
    expect(await refusal(accounts.logIn(member.email))).toEqual({ code: "invalid_credentials" });
    expect(await refusal(change(token, member))).toEqual(INVALID);
  });

  it("is for the owner of the link alone, whom a stranger's try costs nothing", async () => {
    const owner = await accounts.newUser();
    const stranger = await accounts.newUser();
    const token = await accounts.emailChangeToken(owner, "owners@example.com");
    expect(await refusal(check(token, stranger))).toEqual(INVALID);
    expect(await refusal(change(token, stranger))).toEqual(INVALID);
    expect(await refusal(accounts.call("changeEmail", { token }, {}))).toEqual({
      code: "unauthenticated",
    });
    await change(token, owner);
  });

  it("refuses wrong, expired and foreign links alike", async () => {
    const member = await accounts.newUser();
    const expired = await accounts.emailChangeToken(member, "expired@example.com");
    await accounts.deps.db.raw("update accounts.tokens set expires_at = now()");
    const confirmation = await accounts.mailToken(member.id, "confirmation");
    for (const token of [NO_TOKEN, "nonsense", expired, confirmation]) {
      expect(await refusal(check(token, member))).toEqual(INVALID);
      expect(await refusal(change(token, member))).toEqual(INVALID);
    }
  });

  it("refuses a link that was made for another address than the account's present one", async () => {
    const member = await accounts.newUser();
    const token = await accounts.emailChangeToken(member, "elsewhere@example.com");
    await accounts.deps.db.raw(
      "update accounts.users set email = 'other@example.com', email_key = 'other@example.com' where id = ?",
      [uuidOf(member.id)],
    );
    expect(await refusal(check(token, member))).toEqual(INVALID);
    expect(await refusal(change(token, member))).toEqual(INVALID);
    expect(await refusal(accounts.mailToken(member.id, "email_change"))).toEqual(INVALID);
  });

  it("refuses an older link once a newer one is out, and every link after a new password", async () => {
    const member = await accounts.newUser();
    const older = await accounts.emailChangeToken(member, "older@example.com");
    const newer = await accounts.emailChangeToken(member, "newer@example.com");
    expect(await refusal(check(older, member))).toEqual(INVALID);
    const chosen = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };
    await accounts.call("changePassword", { current_password: PASSWORD, ...chosen }, member.caller);
    expect(await refusal(check(newer, member))).toEqual(INVALID);
    expect(await refusal(accounts.mailToken(member.id, "email_change"))).toEqual(INVALID);
  });

  it("refuses an address that was taken meanwhile, in whatever letters, and leaves all as it was", async () => {
    const member = await accounts.newUser();
    const token = await accounts.emailChangeToken(member, "wanted@example.com");
    await accounts.newUser("WANTED@example.com");
    expect(await refusal(change(token, member))).toEqual({
      code: "validation_failed",
      "/email": "email_taken",
    });
    expect(await findSession(accounts.deps.db, member.token)).toBeDefined();
    expect(await check(token, member)).toEqual({ email: "wanted@example.com" });
  });
});

describe("the notice about a change", () => {
  it("goes to the address that the account had then, whoever moved it since", async () => {
    const member = await accounts.newUser();
    const chosen = { password: PASSWORD, password_confirmation: PASSWORD };
    await accounts.call("changePassword", { current_password: PASSWORD, ...chosen }, member.caller);
    const token = await accounts.emailChangeToken(member, "thief@example.com");
    await change(token, member);

    const notices: string[] = [];
    for (const { id, type } of await accounts.eventsOf(member.id)) {
      if (!["user.password_changed", "user.email_change_requested"].includes(type)) continue;
      const { to } = await accounts.call("findNoticeAddress", {
        user_id: member.id,
        event_id: id,
      });
      notices.push(to);
    }
    expect(notices).toEqual([member.email, member.email]);
  });

  it("is for nothing that needs none", async () => {
    const { id } = await accounts.newUser();
    const event_id = (await accounts.eventsOf(id))[0]?.id ?? "";
    const found = accounts.call("findNoticeAddress", { user_id: id, event_id });
    expect(await refusal(found)).toEqual({ code: "not_found" });
  });
});

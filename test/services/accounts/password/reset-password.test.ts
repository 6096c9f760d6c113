import { uuidOf } from "../../../../shared/contracts";
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
const CHOSEN = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };

const reset = (token: string, fields: object = CHOSEN) =>
  accounts.call("resetPassword", { token, ...fields } as never, { ip: "192.0.2.9" });
const check = (token: string) => accounts.call("checkResetToken", { token });
const disable = ({ id }: Member) =>
  accounts.deps.db.raw("update accounts.users set disabled_at = now() where id = ?", [uuidOf(id)]);

describe("resetting a password", () => {
  it("works once, however often the link was looked at", async () => {
    const member = await accounts.newUser();
    const token = await accounts.resetToken(member);
    for (let n = 0; n < 3; n += 1) expect(await check(token)).toEqual({});
    expect(await reset(token)).toEqual({});
    expect(await refusal(check(token))).toEqual(INVALID);
    expect(await refusal(reset(token))).toEqual(INVALID);
    expect(await refusal(accounts.logIn(member.email))).toEqual({ code: "invalid_credentials" });
    await accounts.logIn(member.email, NEW_PASSWORD);
  });

  it("ends every session and every link, and logs nobody in", async () => {
    const member = await accounts.newUser();
    const second = await accounts.logIn(member.email);
    await accounts.mailToken(member.id, "confirmation");
    await accounts.emailChangeToken(member, `moved.${member.email}`);
    await reset(await accounts.resetToken(member));

    expect(await accounts.countOf("tokens", member.id)).toBe(0);
    expect(await accounts.countOf("sessions", member.id)).toBe(0);
    for (const { token } of [member, second]) {
      expect(await findSession(accounts.deps.db, token)).toBeUndefined();
    }
    const events = (await accounts.eventsOf(member.id)).slice(-3);
    expect(events.map(({ type }) => type).sort()).toEqual([
      "session.ended",
      "session.ended",
      "user.password_reset",
    ]);
    for (const event of events) {
      expect(event).toMatchObject({ actor: member.id, clientip: "192.0.2.9" });
    }
    for (const { data } of events.filter(({ type }) => type === "session.ended")) {
      expect(data).toMatchObject({ reason: "password_reset", ip: "192.0.2.9" });
    }
  });

  it.each([
    [
      "a password that is too short",
      { password: "short", password_confirmation: "short" },
      "too_small",
      "/password",
    ],
    [
      "a password that is too long",
      { password: "x".repeat(73), password_confirmation: "x" },
      "too_big",
      "/password",
    ],
    [
      "two that differ",
      { ...CHOSEN, password_confirmation: PASSWORD },
      "confirmation_mismatch",
      "/password_confirmation",
    ],
    ["one that is not repeated", { password: NEW_PASSWORD }, "required", "/password_confirmation"],
  ])("refuses %s and leaves the link as it is", async (_, fields, code, pointer) => {
    const token = await accounts.resetToken(await accounts.newUser());
    expect(await refusal(reset(token, fields))).toMatchObject({
      code: "validation_failed",
      [pointer]: code,
    });
    expect(await check(token)).toEqual({});
  });

  it("refuses wrong, expired and foreign links alike, without hashing for them", async () => {
    const member = await accounts.newUser();
    const expired = await accounts.resetToken(member);
    await accounts.deps.db.raw("update accounts.tokens set expires_at = now()");
    const confirmation = await accounts.mailToken((await accounts.newUser()).id, "confirmation");
    const hash = jest.spyOn(accounts.deps.passwords, "hash");
    for (const token of [NO_TOKEN, "nonsense", expired, confirmation]) {
      expect(await refusal(check(token))).toEqual(INVALID);
      expect(await refusal(reset(token))).toEqual(INVALID);
    }
    expect(hash).not.toHaveBeenCalled();
    hash.mockRestore();
    await accounts.logIn(member.email);
  });

  it("gives a link that works for a day", async () => {
    const { id, email } = await accounts.newUser();
    await accounts.resetToken({ id, email } as Member);
    const { rows } = await accounts.deps.db.raw<{ rows: { days: number }[] }>(
      `select extract(epoch from expires_at - created_at)::float8 / 86400 as days
       from accounts.tokens where user_id = ?`,
      [uuidOf(id)],
    );
    expect(rows).toEqual([{ days: 1 }]);
  });

  it("refuses an older link once a newer one is out", async () => {
    const member = await accounts.newUser();
    const older = await accounts.resetToken(member);
    const newer = await accounts.resetToken(member);
    expect(await refusal(reset(older))).toEqual(INVALID);
    await reset(newer);
  });

  it("refuses a disabled account", async () => {
    const member = await accounts.newUser();
    const token = await accounts.resetToken(member);
    await disable(member);
    expect(await refusal(check(token))).toEqual(INVALID);
    expect(await refusal(reset(token))).toEqual(INVALID);
  });

  it("refuses a link when the account was disabled while the password was hashed", async () => {
    const member = await accounts.newUser();
    const token = await accounts.resetToken(member);
    const hash = accounts.deps.passwords.hash;
    const slow = jest
      .spyOn(accounts.deps.passwords, "hash")
      .mockImplementation(async (password) => {
        await disable(member);
        return await hash(password);
      });
    expect(await refusal(reset(token))).toEqual(INVALID);
    slow.mockRestore();
    expect((await accounts.eventsOf(member.id)).at(-1)?.type).toBe("user.password_reset_requested");
  });

  it("ends with a change of password or of address, whichever link was asked for before", async () => {
    const changed = await accounts.newUser();
    const before = await accounts.resetToken(changed);
    await accounts.call(
      "changePassword",
      { current_password: PASSWORD, ...CHOSEN },
      changed.caller,
    );
    expect(await refusal(reset(before))).toEqual(INVALID);

    const moved = await accounts.newUser();
    const other = await accounts.resetToken(moved);
    const link = await accounts.emailChangeToken(moved, `moved.${moved.email}`);
    await accounts.call("changeEmail", { token: link }, moved.caller);
    expect(await refusal(reset(other))).toEqual(INVALID);
  });

  it("gives no link to a mail that was asked for before the password changed and is sent after", async () => {
    const member = await accounts.newUser();
    await accounts.call("requestPasswordReset", { email: member.email });
    await accounts.answerMails();
    await accounts.call("changePassword", { current_password: PASSWORD, ...CHOSEN }, member.caller);
    expect(await refusal(accounts.mailToken(member.id, "password_reset"))).toEqual(INVALID);
    expect(await accounts.countOf("tokens", member.id)).toBe(0);
  });
});

import { deleteAccount } from "../../../../services/accounts/deletion/delete-account";
import { uuidOf } from "../../../../shared/contracts";
import { findSession } from "../../../../shared/sessions";
import { accountsForTests, type Member, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

const HERS = { ip: "192.0.2.1", userAgent: "her browser" };

const remove = ({ caller }: Member, current_password = PASSWORD) =>
  accounts.call("deleteAccount", { current_password }, { ...caller, ...HERS });

describe("deleting one's account", () => {
  it("removes it with its sessions and links, and says so in events, in one transaction", async () => {
    const member = await accounts.newUser();
    const second = await accounts.logIn(member.email);
    await accounts.mailToken(member.id, "confirmation");
    expect(await remove(member)).toEqual({});

    expect(await refusal(accounts.call("getUser", { id: member.id }))).toEqual({
      code: "not_found",
    });
    expect(await accounts.countOf("sessions", member.id)).toBe(0);
    expect(await accounts.countOf("tokens", member.id)).toBe(0);
    for (const { token } of [member, second]) {
      expect(await findSession(accounts.deps.db, token)).toBeUndefined();
    }
    expect(await refusal(accounts.logIn(member.email))).toEqual({ code: "invalid_credentials" });

    const events = (await accounts.eventsOf(member.id)).filter(({ type }) =>
      ["session.ended", "user.deleted"].includes(type),
    );
    expect(events.map(({ type, data }) => [type, (data as { reason?: string }).reason])).toEqual(
      expect.arrayContaining([
        ["session.ended", "account_deleted"],
        ["session.ended", "account_deleted"],
        ["user.deleted", undefined],
      ]),
    );
    expect(events).toHaveLength(3);
    for (const { actor } of events) expect(actor).toBe(member.id);
    const versions = (await accounts.eventsOf(member.id))
      .filter(({ type }) => type.startsWith("user."))
      .map(({ aggregateversion }) => aggregateversion);
    expect(versions).toEqual([1, 2]);
    const times = new Set(events.map(({ time }) => time));
    expect(times.size).toBe(1);
  });

  it("asks for the password, and leaves everything when it is another", async () => {
    const member = await accounts.newUser();
    const wrong = { code: "validation_failed", "/current_password": "wrong_password" };
    expect(await refusal(remove(member, "not the password"))).toEqual(wrong);
    const none = { code: "validation_failed", "/current_password": "required" };
    expect(await refusal(remove(member, ""))).toEqual(none);
    expect(await findSession(accounts.deps.db, member.token)).toBeDefined();
    expect((await accounts.eventsOf(member.id)).map(({ type }) => type)).toEqual([
      "user.registered",
      "session.created",
    ]);
  });

  it("is refused when the password was changed, or the account disabled, while it was compared", async () => {
    const { deps } = accounts;
    const raced = async (meanwhile: string) => {
      const member = await accounts.newUser();
      const verify: typeof deps.passwords.verify = async (hash, password) => {
        const matches = await deps.passwords.verify(hash, password);
        await deps.db.raw(`update accounts.users set ${meanwhile} where id = ?`, [
          uuidOf(member.id),
        ]);
        return matches;
      };
      const racing = { ...deps, passwords: { ...deps.passwords, verify } };
      const answer = await refusal(
        deleteAccount(racing, { current_password: PASSWORD }, member.caller),
      );
      expect((await accounts.call("getUser", { id: member.id })).user.id).toBe(member.id);
      return answer;
    };
    expect(await raced("password_hash = 'another'")).toEqual({
      code: "validation_failed",
      "/current_password": "wrong_password",
    });
    expect(await raced("disabled_at = now()")).toEqual({ code: "unauthenticated" });
  });

  it("happens once when it is asked for many times at once", async () => {
    const member = await accounts.newUser();
    const answers = await Promise.allSettled(Array.from({ length: 4 }, () => remove(member)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const codes = answers.flatMap((answer) =>
      answer.status === "rejected" ? [(answer.reason as { code: string }).code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(["unauthenticated"]));
    const deleted = (await accounts.eventsOf(member.id)).filter(
      ({ type }) => type === "user.deleted",
    );
    expect(deleted).toHaveLength(1);
  });

  it("leaves the address to whoever signs up with it next, who is somebody else", async () => {
    const member = await accounts.newUser();
    await remove(member);
    const next = await accounts.newUser(member.email.toUpperCase());
    expect(next.id).not.toBe(member.id);
    expect(await findSession(accounts.deps.db, member.token)).toBeUndefined();
    expect(await findSession(accounts.deps.db, next.token)).toBeDefined();
  });

  it("makes no mail any more that was asked for before", async () => {
    const member = await accounts.newUser();
    await accounts.call("requestPasswordReset", { email: member.email });
    await remove(member);
    await accounts.answerMails();
    expect((await accounts.eventsOf(member.id)).map(({ type }) => type)).not.toContain(
      "user.password_reset_requested",
    );
    expect(await refusal(accounts.mailToken(member.id, "confirmation"))).toEqual({
      code: "not_found",
    });
  });
});

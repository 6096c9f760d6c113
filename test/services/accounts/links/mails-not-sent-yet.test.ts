import { mailKinds, type MailPurpose } from "../../../../shared/contracts";
import { accountsForTests, type Member, NEW_PASSWORD, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

const CHOSEN = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };

const change = ({ caller }: Member) =>
  accounts.call("changePassword", { current_password: PASSWORD, ...CHOSEN }, caller);

/** Has the token made for the mail of the last event that asked for one of a purpose. */
const issue = async ({ id }: Pick<Member, "id">, purpose: MailPurpose) => {
  const types: readonly string[] = mailKinds[purpose].events;
  const event = (await accounts.eventsOf(id)).filter(({ type }) => types.includes(type)).at(-1);
  return await accounts.call("issueMailToken", {
    user_id: id,
    purpose,
    event_id: event?.id ?? "",
  });
};

describe("a mail that has not left when a password is changed", () => {
  it("to confirm an address gets a token that works", async () => {
    const member = await accounts.newUser();
    await change(member);
    const { token, to } = await issue(member, "confirmation");
    expect(to).toBe(member.email);
    expect((await accounts.call("confirm", { token })).user.confirmed_at).not.toBeNull();
  });

  it("to confirm an address is not wanted after a reset by mail, which confirms it", async () => {
    const member = await accounts.newUser();
    await accounts.call("resetPassword", { token: await accounts.resetToken(member), ...CHOSEN });
    await expect(issue(member, "confirmation")).rejects.toMatchObject({
      code: "already_confirmed",
    });
  });

  it("gets one however often the password was changed, and only the last request's", async () => {
    const member = await accounts.newUser();
    const [registered] = await accounts.eventsOf(member.id);
    await change(member);
    await accounts.call("requestConfirmation", { email: member.email });
    await accounts.answerMails();
    const again = await accounts.logIn(member.email, NEW_PASSWORD);
    await accounts.call(
      "changePassword",
      { current_password: NEW_PASSWORD, password: PASSWORD, password_confirmation: PASSWORD },
      again.caller,
    );
    await issue(member, "confirmation");
    const first = { user_id: member.id, purpose: "confirmation", event_id: registered?.id ?? "" };
    expect(await refusal(accounts.call("issueMailToken", first as never))).toEqual({
      code: "token_invalid",
    });
  });

  it("to choose a password or to change the address gets none", async () => {
    const member = await accounts.newUser();
    await accounts.call("requestPasswordReset", { email: member.email });
    await accounts.answerMails();
    await accounts.letHoursPass();
    const wanted = { email: "next@example.com", current_password: PASSWORD };
    await accounts.call("requestEmailChange", wanted, member.caller);
    await change(member);
    for (const purpose of ["password_reset", "email_change"] as const) {
      expect(await refusal(issue(member, purpose))).toEqual({ code: "token_invalid" });
    }
  });
});

describe("a mail to confirm an address that has not left", () => {
  it("gets no token once the account was closed and opened again", async () => {
    const member = await accounts.newUser();
    const admin = { principal: { kind: "operator" } } as const;
    await accounts.call("updateUser", { id: member.id, disabled: true }, admin);
    await accounts.call("updateUser", { id: member.id, disabled: false }, admin);
    expect(await refusal(issue(member, "confirmation"))).toEqual({ code: "token_invalid" });
  });

  it("gets none when the address had had enough of them at the registration, whatever changed since", async () => {
    const email = "often@example.com";
    const { caller } = await accounts.newUser(email);
    await accounts.call("deleteAccount", { current_password: PASSWORD }, caller);
    const member = await accounts.newUser(email);
    expect((await accounts.eventsOf(member.id))[0]?.data).toEqual({ email, confirm: false });
    expect(await refusal(issue(member, "confirmation"))).toEqual({ code: "token_invalid" });
    await change(member);
    expect(await refusal(issue(member, "confirmation"))).toEqual({ code: "token_invalid" });
  });
});

describe("the event of an account that is confirmed from the start", () => {
  const operator = { principal: { kind: "operator" } } as const;

  it("asks for no mail", async () => {
    const password = PASSWORD;
    const one = { email: "made@example.com", password, role: "user", confirmed: true } as const;
    const { user } = await accounts.call("createUser", one, operator);
    const [registered] = await accounts.eventsOf(user.id);
    expect(registered?.data).toEqual({ email: one.email, confirm: false });
    await accounts.call("createUsers", { emails: ["many@example.com"], password }, operator);
    const [row] = await accounts.deps.db.withSchema("accounts").table("outbox")
      .where({ type: "user.registered" }).whereRaw("data->>'email' = ?", ["many@example.com"])
      .select<{ data: object }[]>("data"); // prettier-ignore
    expect(row?.data).toEqual({ email: "many@example.com", confirm: false });
  });

  it("asks for one when it is not", async () => {
    const one = { email: "later@example.com", password: PASSWORD, role: "user", confirmed: false } as const; // prettier-ignore
    const { user } = await accounts.call("createUser", one, operator);
    expect((await accounts.eventsOf(user.id))[0]?.data).toEqual({ email: one.email });
    expect((await issue(user, "confirmation")).to).toBe(one.email);
  });
});

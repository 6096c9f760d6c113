import { uuidOf } from "../../../../shared/contracts";
import { accountsForTests, NO_TOKEN, refusal } from "../support";

const accounts = accountsForTests();

const INVALID = { code: "token_invalid" };
const confirm = (token: string) => accounts.call("confirm", { token });

describe("confirming an address", () => {
  it("works once, ends the links that confirm, and tells of it", async () => {
    const { id } = await accounts.newUser();
    const token = await accounts.mailToken(id, "confirmation");
    const further = await accounts.mailToken(id, "confirmation"); // the same mail, sent again
    const { user } = await confirm(token);
    expect(user.confirmed_at).not.toBeNull();
    expect(await refusal(confirm(token))).toEqual(INVALID);
    expect(await refusal(confirm(further))).toEqual(INVALID);
    const told = (await accounts.eventsOf(id)).filter(({ type }) => type === "user.confirmed");
    expect(told).toMatchObject([{ actor: id, data: {} }]);
  });

  it.each([NO_TOKEN, "nonsense", "é".repeat(43)])("refuses %s", async (token) => {
    expect(await refusal(confirm(token))).toEqual(INVALID);
  });

  it("refuses a link that is more than seven days old", async () => {
    const { id } = await accounts.newUser();
    const token = await accounts.mailToken(id, "confirmation");
    const days = await accounts.deps.db
      .raw<{ rows: { days: number }[] }>(
        `select extract(epoch from expires_at - created_at)::float8 / 86400 as days
         from accounts.tokens where user_id = ?`,
        [uuidOf(id)],
      )
      .then(({ rows }) => rows[0]?.days);
    expect(days).toBe(7);
    await accounts.deps.db.raw("update accounts.tokens set expires_at = now() where user_id = ?", [
      uuidOf(id),
    ]);
    expect(await refusal(confirm(token))).toEqual(INVALID);
  });

  it("refuses a link of another purpose, and one of a disabled account", async () => {
    const member = await accounts.newUser();
    expect(await refusal(confirm(await accounts.resetToken(member)))).toEqual(INVALID);
    const token = await accounts.mailToken(member.id, "confirmation");
    await accounts.deps.db.raw("update accounts.users set disabled_at = now() where id = ?", [
      uuidOf(member.id),
    ]);
    expect(await refusal(confirm(token))).toEqual(INVALID);
  });

  it("refuses the links of older mails once a newer one is out", async () => {
    const { id, email } = await accounts.newUser();
    const older = await accounts.mailToken(id, "confirmation");
    await accounts.call("requestConfirmation", { email });
    await accounts.answerMails();
    const newer = await accounts.mailToken(id, "confirmation");
    expect(await refusal(confirm(older))).toEqual(INVALID);
    await confirm(newer);
  });

  it("refuses a link that went to an address which is the account's no longer", async () => {
    const { id } = await accounts.newUser();
    const token = await accounts.mailToken(id, "confirmation");
    await accounts.deps.db.raw(
      "update accounts.users set email = 'moved@example.com', email_key = 'moved@example.com' where id = ?",
      [uuidOf(id)],
    );
    expect(await refusal(confirm(token))).toEqual(INVALID);
  });
});

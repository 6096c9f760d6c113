import {
  changeCredentials,
  findUserById,
  type UserRecord,
} from "../../../../services/accounts/identity";
import {
  deleteTokens,
  findToken,
  insertToken,
} from "../../../../services/accounts/links/store/tokens";
import { type MailPurpose, uuidOf } from "../../../../shared/contracts";
import { accountsForTests } from "../support";

const accounts = accountsForTests();

async function newUser(): Promise<UserRecord> {
  const { id } = await accounts.newUser();
  return (await findUserById(accounts.deps.db, uuidOf(id)))!;
}

async function tokenFor(
  user: UserRecord,
  { purpose = "password_reset" as MailPurpose, requestVersion = 1 } = {},
): Promise<string | undefined> {
  const fields = { user, purpose, sentTo: user.email, requestVersion, days: 1 };
  return (await insertToken(accounts.deps.db, fields))?.token;
}

const found = async (token: string | undefined, purpose: MailPurpose = "password_reset") =>
  (await findToken(accounts.deps.db, [purpose], token ?? "")) !== undefined;

it("keeps links for a purpose that a later kind of mail has, without a migration", async () => {
  const purpose = "sign_in_code" as MailPurpose;
  const token = await tokenFor(await newUser(), { purpose });
  expect(await found(token, purpose)).toBe(true);
  expect(await found(token, "confirmation")).toBe(false);
});

it("makes no link for a user to whom something has happened since they were looked at", async () => {
  const user = await newUser();
  await accounts.deps.transaction((trx) => changeCredentials(trx, user.id, { role: "admin" }));
  expect(await tokenFor(user)).toBeUndefined();
});

it("has a change of the password that was under way end the link that was made meanwhile", async () => {
  const user = await newUser();
  let token: string | undefined;
  let runs = 0;
  await accounts.deps.transaction(async (trx) => {
    runs += 1;
    // What it has seen is from before the link.
    await findUserById(trx, user.id);
    token ??= await tokenFor(user);
    await changeCredentials(trx, user.id, { password_hash: "another" });
    await deleteTokens(trx, user.id);
  });
  expect(runs).toBe(2);
  expect(await found(token)).toBe(false);
});

it("takes the link of an older request for none, also when it was made after that of a newer one", async () => {
  const user = await newUser();
  const newer = await tokenFor(user, { requestVersion: 2 });
  const older = await tokenFor(user, { requestVersion: 1 });
  expect(await found(newer)).toBe(true);
  expect(await found(older)).toBe(false);
});

import { hash } from "argon2";
import { createPasswordHasher } from "../../../../services/accounts/credentials/password-hasher";
import { uuidOf } from "../../../../shared/contracts";
import { accountsForTests, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

const NFC = "Übergrößen-Straße 12".normalize("NFC");
const FORMS = [
  ["a Latin one", NFC, NFC.normalize("NFD")],
  [
    "a Korean one",
    "비밀번호는비밀입니다열두자".normalize("NFC"),
    "비밀번호는비밀입니다열두자".normalize("NFD"),
  ],
  ["one with spaces of another kind", "correct horse battery", "correct\u00a0horse\u3000battery"],
] as const;

const hashOf = async (id: string): Promise<string> =>
  (
    (await accounts.deps.db
      .withSchema("accounts")
      .table("users")
      .where({ id: uuidOf(id) })
      .first("password_hash")) as { password_hash: string }
  ).password_hash;
let count = 0;
const signUp = async (password: string) => {
  const email = `forms${(count += 1)}@example.com`;
  return (await accounts.call("register", { email, password })).user;
};

describe.each(FORMS)("a password, %s,", (_, one, other) => {
  it.each([
    ["set in one form and typed in the other", one, other],
    ["the other way round", other, one],
  ])("%s is the same at every place", async (_name, set, typed) => {
    const { id, email } = await signUp(set);
    const { caller } = await accounts.logIn(email, typed);
    const moved = { email: `to.${email}`, current_password: typed };
    expect(await accounts.call("requestEmailChange", moved, caller)).toEqual({});

    const chosen = { password: `${set}!`, password_confirmation: `${typed}!` };
    await accounts.call("changePassword", { current_password: typed, ...chosen }, caller);
    const again = await accounts.logIn(email, `${typed}!`);

    const token = await accounts.resetToken({ id, email, ...again });
    const reset = { password: `${set}?`, password_confirmation: `${typed}?` };
    await accounts.call("resetPassword", { token, ...reset });
    const last = await accounts.logIn(email, `${typed}?`);
    await accounts.call("deleteAccount", { current_password: `${typed}?` }, last.caller);
  });

  it("that an earlier version hashed as it was typed still opens, and is hashed anew", async () => {
    const { id, email } = await signUp(PASSWORD);
    const asBefore = await hash(other, { memoryCost: 256, timeCost: 1, parallelism: 1 });
    await accounts.deps.db.raw("update accounts.users set password_hash = ? where id = ?", [
      asBefore,
      uuidOf(id),
    ]);
    const { caller } = await accounts.logIn(email, other);
    expect(await hashOf(id)).not.toBe(asBefore);
    await accounts.logIn(email, one);
    await accounts.call("deleteAccount", { current_password: other }, caller);
  });
});

it("is refused when it is nothing but blanks or has what nobody types", async () => {
  const tried = async (password: string) => {
    const answer = await refusal(
      accounts.call("register", { email: "blank@example.com", password }),
    );
    return (answer as { "/password"?: string })["/password"];
  };
  expect(await tried(" ".repeat(12))).toBe("blank");
  expect(await tried("\u3000\u00a0".repeat(6))).toBe("blank");
  expect(await tried("\u200b".repeat(12))).toBe("blank");
  expect(await tried("a password\u0007 with a bell")).toBe("invalid_characters");
  expect(await tried("a password of \ufdd0 nothing")).toBe("invalid_characters");
});

it("is counted in the form that is hashed", async () => {
  const longest = "Übergrößen-Straße é ".repeat(4).slice(0, 72);
  const { email } = await signUp(longest.normalize("NFD"));
  await accounts.logIn(email, longest);
  const short = "é".repeat(11).normalize("NFD");
  expect(await refusal(accounts.call("register", { email, password: short }))).toMatchObject({
    "/password": "too_small",
  });
});

it("costs who has no account the same comparisons", async () => {
  const options = { memoryCost: 256, timeCost: 1, parallelism: 1 };
  const passwords = await createPasswordHasher(options, { atOnce: 1 });
  const nobody = { matches: false, outdated: false };
  for (const [, one, other] of FORMS) {
    for (const typed of [one, other]) {
      expect(await passwords.verify(undefined, typed)).toEqual(nobody);
    }
  }
});

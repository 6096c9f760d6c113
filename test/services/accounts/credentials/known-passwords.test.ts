import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { uuidOf } from "../../../../shared/contracts";
import { accountsForTests, NEW_PASSWORD, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();
const KNOWN = "Password2026!";
const REFUSED = { code: "validation_failed", "/password": "password_known" };
const twice = (password: string) => ({ password, password_confirmation: password });

describe("a password that is easy to guess", () => {
  it("is refused when somebody signs up, also one with their own address in it", async () => {
    const email = "tuesday@example.com";
    for (const password of [KNOWN, "my own Tuesday address"]) {
      expect(await refusal(accounts.call("register", { email, password }))).toEqual(REFUSED);
    }
    await accounts.call("register", { email, password: PASSWORD });
  });

  it("is refused at a change, after the current one was asked for, and changes nothing", async () => {
    const { email, caller } = await accounts.newUser("wednesday@example.com");
    const change = (current_password: string, password: string) =>
      accounts.call("changePassword", { current_password, ...twice(password) }, caller);
    expect(await refusal(change("wrong", KNOWN))).toEqual({
      code: "validation_failed",
      "/current_password": "wrong_password",
    });
    expect(await refusal(change(PASSWORD, KNOWN))).toEqual(REFUSED);
    expect(await refusal(change(PASSWORD, "it was a wednesday"))).toEqual(REFUSED);
    await accounts.logIn(email, PASSWORD);
  });

  it("is refused at a reset, whose link works on", async () => {
    const member = await accounts.newUser("thursday@example.com");
    const token = await accounts.resetToken(member);
    const reset = (password: string) =>
      accounts.call("resetPassword", { token, ...twice(password) });
    expect(await refusal(reset(KNOWN))).toEqual(REFUSED);
    expect(await refusal(reset("it was a thursday"))).toEqual(REFUSED);
    expect(await reset(NEW_PASSWORD)).toEqual({});
    await accounts.logIn(member.email, NEW_PASSWORD);
  });

  it("is refused when an administrator or an operator gives it to somebody", async () => {
    const made = accounts.call("createUser", { email: "friday@example.com", password: KNOWN });
    expect(await refusal(made)).toEqual(REFUSED);
  });

  it("is refused while a form is filled in, with the address of whose form it is", async () => {
    const { caller } = await accounts.newUser("saturday@example.com");
    const errorsOf = async (form: "registration" | "password_change", fields: object) => {
      const { errors } = await accounts.call("validate", { form, fields: fields as never }, caller);
      return errors.map(({ pointer, code }) => `${pointer} ${code}`);
    };
    const known = ["/password password_known"];
    expect(await errorsOf("registration", { password: KNOWN })).toEqual(known);
    const own = { email: "monday@example.com", password: "it was a monday" };
    expect(await errorsOf("registration", own)).toEqual(known);
    expect(await errorsOf("password_change", { password: "it was a saturday" })).toEqual(known);
    expect(await errorsOf("password_change", { password: "it was a monday" })).toEqual([]);
    expect(await errorsOf("registration", { password: "elevenchars" })).toEqual([
      "/password too_small",
    ]);
  });

  it("that somebody has already lets them in", async () => {
    const { id, email } = await accounts.newUser();
    const hash = await accounts.deps.passwords.hash(KNOWN);
    await accounts.deps.db.raw("update accounts.users set password_hash = ? where id = ?", [
      hash,
      uuidOf(id),
    ]);
    await accounts.logIn(email, KNOWN);
  });
});

describe("the least length of a password", () => {
  const withMin = (passwordMin: number) => {
    const { deps } = accounts;
    deps.config = { ...deps.config, passwordMin };
  };
  afterEach(() => withMin(12));

  it.each([
    [8, "kX7#pQ2", "kX7#pQ2v"],
    [15, "kX7#pQ2vLw9zR4", "kX7#pQ2vLw9zR4t"],
  ])("is what the setting says: %i", async (min, short, long) => {
    withMin(min);
    const email = `least${min}@example.com`;
    const register = (password: string) => accounts.call("register", { email, password });
    const refused = { code: "validation_failed", "/password": "too_small" };
    expect(await refusal(register(short))).toEqual(refused);
    await register(long);
    withMin(64);
    await accounts.logIn(email, long);
  });
});

describe("hashing without a look at the password", () => {
  const ROOM = join(__dirname, "../../../../services/accounts");
  const HASHES = /\bpasswords\s*(\?\.|\.|\[)\s*["'`]?hash\b|\bhash\b[^;\n]*=[^;\n]*\bpasswords\b/;
  const WITHOUT = [
    // A password that nobody knows, until the owner chooses one.
    "administration/create-user.ts",
    // Demo data.
    "administration/create-users.ts",
    "credentials/hash-new.ts",
    // One that has just been seen to be right.
    "sign-in/log-in.ts",
  ];
  const filesThat = (pattern: RegExp): string[] =>
    readdirSync(ROOM, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) => pattern.test(readFileSync(join(ROOM, file), "utf8")))
      .toSorted();

  it("is done at these places, and nowhere else", () => {
    expect(filesThat(HASHES)).toEqual(WITHOUT);
    expect(filesThat(/from "argon2"/)).toEqual(["credentials/password-hasher.ts"]);
  });

  it.each([
    "await deps.passwords.hash(given)",
    "const { hash } = deps.passwords;",
    'passwords["hash"]',
  ])("would be found: %s", (text) => {
    expect(text).toMatch(HASHES);
  });
});

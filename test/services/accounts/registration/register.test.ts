import { inspect } from "node:util";
import { findUserByEmail } from "../../../../services/accounts/identity/store/users";
import { opened } from "../../../support/opened";
import { accountsForTests, NEW_PASSWORD, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

const register = (fields: object) => accounts.call("register", fields as never);
const logIn = (email: string, password: string) => accounts.call("logIn", { email, password });

describe("registration", () => {
  it("asks for an address and a password", async () => {
    expect(await refusal(register({}))).toEqual({
      code: "validation_failed",
      "/email": "required",
      "/password": "required",
    });
  });

  it.each([
    ["without an @", "nobody.example.com", "invalid_email"],
    ["with spaces", "some body@example.com", "invalid_email"],
    ["with two @", "some@body@example.com", "invalid_email"],
    ["with a line break", "somebody@example.com\n", "invalid_email"],
  ])("refuses an address %s", async (_, email, code) => {
    expect(await refusal(register({ email, password: PASSWORD }))).toEqual({
      code: "validation_failed",
      "/email": code,
    });
  });

  it.each([
    ["too short", "elevenchars", "too_small"],
    ["too long", "x".repeat(73), "too_big"],
  ])("refuses a password that is %s", async (_, password, code) => {
    expect(await refusal(register({ email: "length@example.com", password }))).toEqual({
      code: "validation_failed",
      "/password": code,
    });
  });

  it("takes passwords of 12 and of 72 characters", async () => {
    await register({ email: "shortest@example.com", password: "kX7#pQ2vLw9z" });
    await register({ email: "longest@example.com", password: "kX7#pQ2vLw9z".repeat(6) });
  });

  it("refuses an address that has an account, also in upper case and other forms of letters", async () => {
    await register({ email: "taken@example.com", password: PASSWORD });
    for (const email of ["taken@example.com", "TAKEN@EXAMPLE.COM", "ｔaken@example.com"]) {
      expect(await refusal(register({ email, password: PASSWORD }))).toEqual({
        code: "validation_failed",
        "/email": "email_taken",
      });
    }
  });

  it("keeps an Argon2id hash, shows none, and confirms nothing", async () => {
    const { user } = await register({ email: "hash@example.com", password: PASSWORD });
    const row = await findUserByEmail(accounts.deps.db, "hash@example.com");
    expect(row?.password_hash).toMatch(/^\$argon2id\$/);
    expect(user).toEqual(
      expect.objectContaining({ email: "hash@example.com", confirmed_at: null }),
    );
    expect(JSON.stringify(user)).not.toMatch(/password|argon2/);
  });
});

describe("an account", () => {
  it("is found by its address in other letters, and by no other", async () => {
    const { id, email } = await accounts.newUser("Mixed.Case@Example.com");
    for (const typed of [email, "mixed.case@example.com", "MIXED.CASE@EXAMPLE.COM"]) {
      expect(opened(await logIn(typed, PASSWORD)).user.id).toBe(id);
    }
    expect(await refusal(logIn("mixed.cas@example.com", PASSWORD))).toEqual({
      code: "invalid_credentials",
    });
  });

  it("is opened by its password alone", async () => {
    const { email } = await accounts.newUser();
    for (const password of [NEW_PASSWORD, PASSWORD.toUpperCase(), " "]) {
      expect(await refusal(logIn(email, password))).toEqual({ code: "invalid_credentials" });
    }
  });

  it("shows its name alone when it is printed or turned into JSON", async () => {
    const { id, email } = await accounts.newUser();
    const row = await findUserByEmail(accounts.deps.db, email);
    const shown = [inspect(row), inspect({ row }), JSON.stringify({ row })];
    for (const text of shown) {
      expect(text).toContain(`User<${id}>`);
      expect(text).not.toMatch(/argon2|@/);
    }
    expect(row?.password_hash).toMatch(/^\$argon2id/);
  });
});

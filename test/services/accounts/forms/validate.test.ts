import type { Caller } from "../../../../shared/contracts";
import { accountsForTests, NEW_PASSWORD, PASSWORD } from "../support";

const accounts = accountsForTests();

type Form = "registration" | "password_reset" | "password_change" | "email_change";

async function errorsOf(form: Form, fields: Record<string, unknown>, caller: Caller = {}) {
  const { errors } = await accounts.call("validate", { form, fields }, caller);
  return Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code]));
}

describe("validating a form that is being filled in", () => {
  it.each<[Form, Record<string, string>, Record<string, string>]>([
    ["registration", { email: "a@example.com", password: PASSWORD }, {}],
    ["registration", { email: "a", password: "short" }, { "/email": "invalid_email", "/password": "too_small" }],
    ["registration", { email: "" }, { "/email": "required" }],
    ["registration", { password: PASSWORD }, {}],
    ["registration", { role: "admin" }, { "/role": "unknown_field" }],
    ["password_reset", { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD }, {}],
    ["password_reset", { password: "short" }, { "/password": "too_small" }],
    ["password_reset", { password: NEW_PASSWORD, password_confirmation: "other" }, { "/password_confirmation": "confirmation_mismatch" }],
    ["password_change", { current_password: "x".repeat(73) }, { "/current_password": "too_big" }],
    ["password_change", { current_password: "x", password: NEW_PASSWORD, password_confirmation: PASSWORD }, { "/password_confirmation": "confirmation_mismatch" }],
    ["email_change", { email: "a@example.com" }, {}],
    ["email_change", { email: "a b@example.com", current_password: "" }, { "/email": "invalid_email", "/current_password": "required" }],
  ])("says of %s %j: %j", async (form, fields, expected) => {
    expect(await errorsOf(form, fields)).toEqual(expected);
  }); // prettier-ignore

  it("hashes nothing and looks no address up, so an address that is taken is as good as any", async () => {
    const { email } = await accounts.newUser();
    const hash = jest.spyOn(accounts.deps.passwords, "hash");
    const verify = jest.spyOn(accounts.deps.passwords, "verify");
    const queries: string[] = [];
    const note = ({ sql }: { sql: string }) => void queries.push(sql);
    accounts.deps.db.on("query", note);
    expect(await errorsOf("registration", { email, password: PASSWORD })).toEqual({});
    expect(await errorsOf("email_change", { email, current_password: "wrong" })).toEqual({});
    accounts.deps.db.removeListener("query", note);
    expect(queries).toEqual([]);
    expect(hash).not.toHaveBeenCalled();
    expect(verify).not.toHaveBeenCalled();
    hash.mockRestore();
    verify.mockRestore();
  });

  it("says to whom it belongs that an address did not change", async () => {
    const { email, caller } = await accounts.newUser();
    const other = await accounts.newUser();
    const typed = { email: email.toUpperCase() };
    expect(await errorsOf("email_change", typed, caller)).toEqual({ "/email": "not_changed" });
    expect(await errorsOf("email_change", typed, other.caller)).toEqual({});
    expect(await errorsOf("registration", typed, caller)).toEqual({});
  });

  it("repeats nothing that was typed", async () => {
    const fields = { email: "my secret", password: "my secret", current_password: 5 };
    const { errors } = await accounts.call("validate", { form: "registration", fields });
    expect(errors).toHaveLength(3);
    expect(JSON.stringify(errors)).not.toContain("my secret");
  });
});

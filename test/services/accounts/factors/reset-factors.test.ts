import { asUser } from "../../../support/callers";
import { accountsForTests, refusal } from "../support";
import { enrol, newHolder, sure } from "./support";

const accounts = accountsForTests();

describe("an administrator who helps somebody without their app", () => {
  it("sees the factors, and removes them with the recovery codes", async () => {
    const holder = await newHolder(accounts);
    const admin = await accounts.newUser();
    await accounts.call("grantRole", { id: admin.id, role: "admin" });
    const user_id = holder.id;
    const { data } = await accounts.call("listFactorsOf", { user_id }, admin.caller);
    expect(data).toMatchObject([{ id: holder.factorId, kind: "totp" }]);
    await accounts.call("resetFactors", { user_id }, admin.caller);
    await accounts.logIn(holder.email);
    expect(await accounts.call("listFactorsOf", { user_id }, admin.caller)).toEqual({ data: [] });
    const removed = (await accounts.eventsOf(user_id)).find(
      ({ type }) => type === "factor.removed",
    );
    expect(removed).toMatchObject({ actor: admin.id, data: { factor_id: holder.factorId } });
  });

  it("has to show a factor, where they have one", async () => {
    const holder = await newHolder(accounts);
    const admin = await accounts.newUser();
    await accounts.call("grantRole", { id: admin.id, role: "admin" });
    await enrol(accounts, admin);
    const reset = (caller = admin.caller) =>
      accounts.call("resetFactors", { user_id: holder.id }, caller);
    expect(await refusal(reset())).toEqual({ code: "insufficient_user_authentication" });
    expect(await refusal(reset(asUser({ id: holder.id, role: "admin" })))).toEqual({
      code: "forbidden",
    });
    await reset(sure(admin.caller));
  });

  it("removes nothing where there is nothing, and nobody's who is not there", async () => {
    const { id } = await accounts.newUser();
    await accounts.call("resetFactors", { user_id: id });
    expect((await accounts.eventsOf(id)).map(({ type }) => type)).not.toContain("factor.removed");
    const user_id = "user_01jd8gq4xqfa3v3ywd3pkz2w1e";
    for (const action of ["resetFactors", "listFactorsOf"] as const) {
      expect(await refusal(accounts.call(action, { user_id }))).toEqual({ code: "not_found" });
    }
  });
});

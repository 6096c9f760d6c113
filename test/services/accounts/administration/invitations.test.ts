import type { Caller } from "../../../../shared/contracts";
import { asUser } from "../../../support/callers";
import { opened } from "../../../support/opened";
import { accountsForTests, type Member, NEW_PASSWORD, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();
const OPERATOR: Caller = { principal: { kind: "operator" } };
const chosen = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };

let admin: Member;
beforeAll(async () => {
  admin = await accounts.newUser();
  await accounts.call("grantRole", { id: admin.id, role: "admin" }, OPERATOR);
  admin = { ...admin, ...(await accounts.logIn(admin.email)) };
});

const typesOf = async (id: string) => (await accounts.eventsOf(id)).map(({ type }) => type);
const lastOf = async (id: string) => (await accounts.eventsOf(id)).at(-1);
let count = 0;
const invite = async () =>
  (
    await accounts.call(
      "createUser",
      { email: `invited${(count += 1)}@example.com`, role: "admin" },
      admin.caller,
    )
  ).user;

it("makes an account of which only the invited can choose the password, and confirms by that", async () => {
  const { id, email, confirmed_at, role } = await invite();
  expect([confirmed_at, role]).toEqual([null, "admin"]);
  expect(await typesOf(id)).toEqual([
    "user.registered",
    "user.role_changed",
    "user.invitation_requested",
  ]);
  expect(await lastOf(id)).toMatchObject({ actor: admin.id, data: { email } });
  expect((await accounts.eventsOf(id))[0]).toMatchObject({ data: { confirm: false } });

  const token = await accounts.mailToken(id, "invitation");
  await accounts.call("checkResetToken", { token });
  await accounts.call("resetPassword", { token, ...chosen });
  expect((await typesOf(id)).slice(-2)).toEqual(["user.confirmed", "user.password_reset"]);
  const { user } = opened(await accounts.call("logIn", { email, password: NEW_PASSWORD }));
  expect(user.confirmed_at).not.toBeNull();
  expect(await refusal(accounts.call("resetPassword", { token, ...chosen }))).toEqual({
    code: "token_invalid",
  });
});

it("is refused to who is an administrator no more", async () => {
  const other = await invite();
  const caller = asUser({ id: (await accounts.newUser()).id, role: "admin" });
  const mail = { id: other.id, kind: "password_reset" } as const;
  expect(await refusal(accounts.call("mailUser", mail, caller))).toEqual({ code: "forbidden" });
  const wanted = { email: "never@example.com", password: PASSWORD };
  expect(await refusal(accounts.call("createUser", wanted, caller))).toEqual({ code: "forbidden" });
});

describe("a mail that an administrator has sent", () => {
  it("is an event of theirs, whose link works, for each kind", async () => {
    const { id } = await invite();
    for (const kind of ["confirmation", "invitation", "password_reset"] as const) {
      await accounts.letHoursPass();
      await accounts.call("mailUser", { id, kind }, admin.caller);
      expect(await lastOf(id)).toMatchObject({ type: `user.${kind}_requested`, actor: admin.id });
      expect(await accounts.mailToken(id, kind)).toHaveLength(43);
    }
  });

  it("is refused, and said so, when another has just left", async () => {
    const { id } = await invite();
    const again = accounts.call("mailUser", { id, kind: "invitation" }, admin.caller);
    expect(await refusal(again)).toEqual({ code: "rate_limited" });
  });

  it("says when the next one may go, which after three in an hour is not in a minute", async () => {
    const { id } = await invite();
    // Invited once; as if the minutes between two more had passed.
    for (let n = 0; n < 2; n += 1) {
      await accounts.database.of("accounts").raw("update accounts.limits set next_at = now()");
      await accounts.call("mailUser", { id, kind: "invitation" }, admin.caller);
    }
    const again = accounts.call("mailUser", { id, kind: "invitation" }, admin.caller);
    const { retryAfter } = await again.then(
      () => ({ retryAfter: undefined }),
      (error: unknown) => error as { retryAfter?: number },
    );
    expect(retryAfter).toBeGreaterThan(60 * 50);
  });

  it("is refused to who has no use for it", async () => {
    const { id } = await invite();
    await accounts.call("confirmUser", { id }, admin.caller);
    for (const kind of ["confirmation", "invitation"] as const) {
      expect(await refusal(accounts.call("mailUser", { id, kind }, admin.caller))).toEqual({
        code: "validation_failed",
        "/kind": "already_confirmed",
      });
    }
    await accounts.call("updateUser", { id, disabled: true }, admin.caller);
    const reset = accounts.call("mailUser", { id, kind: "password_reset" }, admin.caller);
    expect(await refusal(reset)).toMatchObject({ "/kind": "account_disabled" });
  });
});

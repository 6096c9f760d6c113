import { accounts as contract, type Caller, userTag } from "../../../../shared/contracts";
import { generateTypeId } from "../../../../shared/ids";
import { authorise } from "../../../../shared/service/authorise";
import { findSession } from "../../../../shared/sessions";
import { asUser } from "../../../support/callers";
import { accountsForTests, type Member, refusal } from "../support";

const accounts = accountsForTests();
let admin: Member;
beforeAll(async () => {
  admin = await newAdmin();
});

const INVALID_CREDENTIALS = { code: "invalid_credentials" };
const OPERATOR: Caller = { principal: { kind: "operator" } };

async function newAdmin(): Promise<Member> {
  const email = `admin-${generateTypeId("user")}@example.com`;
  const password = "correct horse battery staple";
  const made = { email, password, role: "admin", confirmed: true } as const;
  const { user } = await accounts.call("createUser", made, OPERATOR);
  return { id: user.id, email, ...(await accounts.logIn(email)) };
}

const setDisabled = (id: string, disabled: boolean, caller = admin.caller, if_match?: string) =>
  accounts.call("updateUser", { id, disabled, ...(if_match ? { if_match } : {}) }, caller);
const get = async (id: string) => (await accounts.call("getUser", { id }, admin.caller)).user;
const typesOf = async (id: string) => (await accounts.eventsOf(id)).map(({ type }) => type);

describe("getting a user", () => {
  it("shows what everyone may see of them", async () => {
    const { id, email } = await accounts.newUser();
    expect(await get(id)).toEqual({
      id,
      email,
      role: "user",
      confirmed_at: null,
      disabled_at: null,
      created_at: expect.any(String) as string,
      updated_at: expect.any(String) as string,
    });
  });

  it("finds nobody under an id that is nobody's", async () => {
    const id = generateTypeId("user");
    expect(await refusal(get(id))).toEqual({ code: "not_found" });
    expect(await refusal(setDisabled(id, true))).toEqual({ code: "not_found" });
  });

  it.each(["getUser", "updateUser"] as const)("is for administrators alone: %s", (action) => {
    const { access } = contract.actions[action];
    const as = (caller: Caller) => () => {
      authorise(access, caller);
    };
    expect(as({})).toThrow(expect.objectContaining({ code: "unauthenticated" }) as Error);
    expect(as(asUser(admin))).toThrow(expect.objectContaining({ code: "forbidden" }) as Error);
    expect(as({ principal: { kind: "service", service: "search" } })).toThrow();
    expect(as(asUser({ ...admin, role: "admin" }))).not.toThrow();
  });
});

describe("disabling a user", () => {
  it("ends every session and every link, each session with its event", async () => {
    const member = await accounts.newUser();
    const second = await accounts.logIn(member.email);
    const link = await accounts.mailToken(member.id, "confirmation");
    const reset = await accounts.resetToken(member);
    const { user } = await setDisabled(member.id, true);
    expect(user.disabled_at).not.toBeNull();

    for (const { token } of [member, second]) {
      expect(await findSession(accounts.deps.db, token)).toBeUndefined();
    }
    expect(await accounts.countOf("sessions", member.id)).toBe(0);
    expect(await accounts.countOf("tokens", member.id)).toBe(0);
    const invalid = { code: "token_invalid" };
    expect(await refusal(accounts.call("confirm", { token: link }))).toEqual(invalid);
    const password = { password: "x".repeat(20), password_confirmation: "x".repeat(20) };
    expect(await refusal(accounts.call("resetPassword", { token: reset, ...password }))).toEqual(
      invalid,
    );

    const events = (await accounts.eventsOf(member.id)).slice(-3);
    expect(events.map(({ type }) => type).sort()).toEqual([
      "session.ended",
      "session.ended",
      "user.disabled",
    ]);
    for (const { actor } of events) expect(actor).toBe(admin.id);
    const reasons = events.map(({ data }) => (data as { reason?: string }).reason);
    expect(reasons.sort()).toEqual(["account_disabled", "account_disabled", undefined]);
  });

  it("lets nobody log in, with the right password neither, until they are enabled", async () => {
    const member = await accounts.newUser();
    await setDisabled(member.id, true);
    expect(await refusal(accounts.logIn(member.email))).toEqual(INVALID_CREDENTIALS);
    expect(await refusal(accounts.logIn(member.email, "wrong"))).toEqual(INVALID_CREDENTIALS);
    const { user } = await setDisabled(member.id, false);
    expect(user.disabled_at).toBeNull();
    await accounts.logIn(member.email);
    expect((await typesOf(member.id)).filter((type) => type.endsWith("abled"))).toEqual([
      "user.disabled",
      "user.enabled",
    ]);
  });

  it("leaves links void that were asked for before, when the account is open again", async () => {
    const member = await accounts.newUser();
    await setDisabled(member.id, true);
    await setDisabled(member.id, false);
    expect(await refusal(accounts.mailToken(member.id, "confirmation"))).toEqual({
      code: "token_invalid",
    });
  });

  it("of who is disabled already changes nothing and is no event; enabling alike", async () => {
    const member = await accounts.newUser();
    await setDisabled(member.id, false);
    const before = await get(member.id);
    expect(await typesOf(member.id)).toEqual(["user.registered", "session.created"]);
    expect(await findSession(accounts.deps.db, member.token)).toBeDefined();

    const { user } = await setDisabled(member.id, true);
    const types = await typesOf(member.id);
    expect(await setDisabled(member.id, true)).toEqual({ user });
    expect(await typesOf(member.id)).toEqual(types);
    expect(user.updated_at >= before.updated_at).toBe(true);
  });

  it("is one event when many do it at once", async () => {
    const member = await accounts.newUser();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => setDisabled(member.id, true)),
    );
    expect(new Set(answers.map(({ user }) => user.disabled_at)).size).toBe(1);
    expect((await typesOf(member.id)).filter((type) => type === "user.disabled")).toHaveLength(1);
  });

  it("is not for oneself", async () => {
    expect(await refusal(setDisabled(admin.id, true))).toEqual({
      code: "validation_failed",
      "/disabled": "own_account",
    });
    expect(await findSession(accounts.deps.db, admin.token)).toBeDefined();
  });

  it("leaves one of two administrators who disable each other at the same moment", async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [await newAdmin(), await newAdmin()];
      const answers = await Promise.allSettled([
        setDisabled(other.id, true, one.caller),
        setDisabled(one.id, true, other.caller),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const open = [await get(one.id), await get(other.id)].filter((user) => !user.disabled_at);
      expect(open).toHaveLength(1);
    }
  });

  it("is refused to who was an administrator when they asked and is none any more", async () => {
    const former = await newAdmin();
    const member = await accounts.newUser();
    const change = (sql: string) =>
      accounts.deps.db.raw(`update accounts.users set ${sql} where email = ?`, [former.email]);
    await change("role = 'user'");
    const disable = () => refusal(setDisabled(member.id, true, former.caller));
    expect(await disable()).toEqual({ code: "forbidden" });
    await change("role = 'admin', disabled_at = now()");
    expect(await disable()).toEqual({ code: "unauthenticated" });
    expect((await get(member.id)).disabled_at).toBeNull();
    expect((await setDisabled(member.id, true, OPERATOR)).user.disabled_at).not.toBeNull();
  });
});

describe("changing a user in the state one has read", () => {
  it("is refused once it is another, whatever was to be changed", async () => {
    const member = await accounts.newUser();
    const read = userTag(await get(member.id));
    const { user } = await setDisabled(member.id, true, admin.caller, read);
    expect(userTag(user)).not.toBe(read);
    for (const disabled of [true, false]) {
      expect(await refusal(setDisabled(member.id, disabled, admin.caller, read))).toEqual({
        code: "precondition_failed",
      });
    }
    await setDisabled(member.id, false, admin.caller, userTag(user));
  });

  it("has one winner among many who have read the same", async () => {
    const member = await accounts.newUser();
    const read = userTag(await get(member.id));
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => setDisabled(member.id, true, admin.caller, read)),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const codes = answers.flatMap((answer) =>
      answer.status === "rejected" ? [(answer.reason as { code: string }).code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(["precondition_failed"]));
  });

  it("is not refused for what does not show, such as a request for a mail", async () => {
    const member = await accounts.newUser();
    const read = userTag(await get(member.id));
    await accounts.resetToken(member);
    await setDisabled(member.id, true, admin.caller, read);
  });

  it.each([
    ["the tag", (tag: string) => tag, true],
    ["any state", () => "*", true],
    ["the tag among others", (tag: string) => `"other", ${tag}`, true],
    ["another tag", () => '"other"', false],
    ["the tag as a weak one", (tag: string) => `W/${tag}`, false],
    ["the tag without its quotes", (tag: string) => tag.replaceAll('"', ""), false],
    ["half of the tag", (tag: string) => tag.slice(0, 9), false],
  ])("takes %s for what it is", async (_, header, passes) => {
    const member = await accounts.newUser();
    const change = setDisabled(
      member.id,
      true,
      admin.caller,
      header(userTag(await get(member.id))),
    );
    if (passes) expect((await change).user.disabled_at).not.toBeNull();
    else expect(await refusal(change)).toEqual({ code: "precondition_failed" });
  });
});

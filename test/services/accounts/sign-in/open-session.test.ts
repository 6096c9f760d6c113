import { findUserById, type UserRecord } from "../../../../services/accounts/identity";
import { openSession, type Proof } from "../../../../services/accounts/sign-in";
import { uuidOf } from "../../../../shared/contracts";
import { accountsForTests, type Member, NEW_PASSWORD, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

const PASSWORD_SHOWN: readonly [Proof] = [{ method: "pwd" }];
const NEXT = ["totp", "recovery_code"];
const REFUSED = { code: "invalid_credentials" };
const chosen = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };

interface Row {
  id: string;
  methods: string[];
  assurance: number;
  authenticated_at: Date;
}

async function userOf({ id }: Pick<Member, "id">): Promise<UserRecord> {
  return (await findUserById(accounts.deps.db, uuidOf(id)))!;
}

const open = (user: UserRecord, proofs: readonly [Proof, ...Proof[]] = PASSWORD_SHOWN) =>
  accounts.deps.transaction((trx) =>
    openSession(accounts.deps, trx, { user, proofs, remembered: false, caller: {} }),
  );

async function rowsOf({ id }: Pick<Member, "id">): Promise<Row[]> {
  const { rows } = await accounts.deps.db.raw<{ rows: Row[] }>(
    `select id, methods, assurance, authenticated_at from accounts.sessions
     where user_id = ? order by created_at`,
    [uuidOf(id)],
  );
  return rows;
}

const change = (id: string, changes: string) =>
  accounts.deps.db.raw(`update accounts.users set ${changes} where id = ?`, [uuidOf(id)]);

describe("a session that is opened", () => {
  it("says what it was opened with, as its event does", async () => {
    const member = await accounts.newUser();
    expect(await rowsOf(member)).toMatchObject([{ methods: ["pwd"], assurance: 1 }]);
    const events = await accounts.eventsOf(member.id);
    expect(events.find(({ type }) => type === "session.created")?.data).toMatchObject({
      methods: ["pwd"],
      assurance: 1,
    });
  });

  it("has the assurance of two factors only when they are of two kinds", async () => {
    const member = await accounts.newUser();
    const user = await userOf(member);
    await open(user, [{ method: "pwd" }, { method: "pin" }]);
    await open(user, [{ method: "pwd" }, { method: "otp" }, { method: "otp" }]);
    expect((await rowsOf(member)).slice(1)).toMatchObject([
      { methods: ["pwd", "pin"], assurance: 1 },
      { methods: ["pwd", "otp"], assurance: 2 },
    ]);
  });

  it("was authenticated when the last proof was given", async () => {
    const member = await accounts.newUser();
    const user = await userOf(member);
    const early = new Date("2026-01-01T00:00:00Z");
    const late = new Date("2026-01-01T00:05:00Z");
    await open(user, [
      { method: "otp", at: late },
      { method: "pwd", at: early },
    ]);
    await open(user, [{ method: "pwd", at: early }, { method: "otp" }]);
    const [, given, now] = await rowsOf(member);
    expect(given?.authenticated_at).toEqual(late);
    expect(now!.authenticated_at > late).toBe(true);
  });
});

describe("who has proved who they are is kept out when meanwhile", () => {
  const changes: [string, (member: Member) => Promise<unknown>][] = [
    [
      "the password was changed",
      ({ caller }) =>
        accounts.call("changePassword", { current_password: PASSWORD, ...chosen }, caller),
    ],
    [
      "the password was reset",
      async (member) => {
        const token = await accounts.resetToken(member);
        await accounts.call("resetPassword", { token, ...chosen });
      },
    ],
    [
      "the address was changed",
      async (member) => {
        const token = await accounts.emailChangeToken(member, `moved.${member.email}`);
        await accounts.call("changeEmail", { token }, member.caller);
      },
    ],
    [
      "the account was disabled and enabled again",
      async ({ id }) => {
        await accounts.call("updateUser", { id, disabled: true });
        await accounts.call("updateUser", { id, disabled: false });
      },
    ],
    ["the account was disabled", ({ id }) => accounts.call("updateUser", { id, disabled: true })],
  ];

  it.each(changes)("%s, which raises the version of their credentials", async (_, happens) => {
    const member = await accounts.newUser();
    const known = await userOf(member);
    await happens(member);
    const before = await rowsOf(member);
    expect(await refusal(open(known))).toEqual(REFUSED);
    expect(await rowsOf(member)).toEqual(before);
    expect((await userOf(member)).credentials_version).toBeGreaterThan(known.credentials_version);
  });

  it.each([
    ["any credential was changed", "credentials_version = credentials_version + 1"],
    // It knows nothing of credentials_version, and voids the links with every change.
    ["the release before changed one", "version = version + 1, links_since = version + 1"],
    ["they were disabled by it", "disabled_at = now()"],
  ])("%s, whatever else stays", async (_, changes) => {
    const member = await accounts.newUser();
    const known = await userOf(member);
    await change(member.id, changes);
    expect(await refusal(open(known))).toEqual(REFUSED);
    expect(await rowsOf(member)).toHaveLength(1);
  });

  it("the release before changed one of somebody who was registered without a mail", async () => {
    const member = await accounts.newUser();
    await change(member.id, "version = 1, links_since = 2");
    const known = await userOf(member);
    await change(member.id, "version = version + 1, links_since = version + 1");
    expect(await refusal(open(known))).toEqual(REFUSED);
  });

  it("the account was deleted", async () => {
    const member = await accounts.newUser();
    const known = await userOf(member);
    await accounts.call("deleteUser", { id: member.id });
    expect(await refusal(open(known))).toEqual(REFUSED);
  });

  it("and let in after changes of anything else", async () => {
    const member = await accounts.newUser();
    const known = await userOf(member);
    await accounts.call("chooseLanguage", { language: "de" }, member.caller);
    await accounts.call("grantRole", { id: member.id, role: "admin" });
    await accounts.call("confirmUser", { id: member.id });
    await change(member.id, "password_hash = 'the same under other parameters'");
    expect(await open(known)).toMatchObject({ user: { id: member.id } });
  });
});

describe("the release before", () => {
  it("opens sessions by password, whose rows say so", async () => {
    const member = await accounts.newUser();
    await accounts.deps.db.raw(
      `insert into accounts.sessions (id, user_id, token_hash, expires_at)
       values (gen_random_uuid(), ?, sha256('token'), now() + interval '1 day')`,
      [uuidOf(member.id)],
    );
    expect((await rowsOf(member)).at(-1)).toMatchObject({ methods: ["pwd"], assurance: 1 });
  });
});

describe("a policy that asks for more", () => {
  const asking = (name: string) => ({
    name,
    asks: () => Promise.resolve({ methods: ["otp" as const] }),
  });
  const signInPolicy = [
    { name: "satisfied", asks: () => Promise.resolve("nothing" as const) },
    asking("second-factor"),
    asking("never reached"),
  ];

  it("is answered before there is a session or an event", async () => {
    const member = await accounts.newUser();
    const user = await userOf(member);
    const before = { rows: await rowsOf(member), events: await accounts.eventsOf(member.id) };
    const answer = await accounts.deps.transaction((trx) =>
      openSession({ ...accounts.deps, signInPolicy }, trx, {
        user,
        proofs: PASSWORD_SHOWN,
        remembered: false,
        caller: member.caller,
      }),
    );
    expect(answer).toEqual({ challenge: { by: "second-factor", methods: ["otp"] } });
    expect({ rows: await rowsOf(member), events: await accounts.eventsOf(member.id) }).toEqual(
      before,
    );
  });

  it("keeps out who only has the password", async () => {
    const member = await accounts.newUser();
    const { signInPolicy: usual } = accounts.deps;
    accounts.deps.signInPolicy = signInPolicy;
    const { email } = member;
    const answer = await accounts.call("logIn", { email, password: PASSWORD });
    accounts.deps.signInPolicy = usual;
    expect(answer).toEqual({ login: { id: expect.any(String) as string, next: NEXT } });
    expect(await rowsOf(member)).toHaveLength(1);
    await accounts.logIn(email);
  });
});

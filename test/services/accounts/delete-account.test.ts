import { emailKeyOf, uuidOf, type Caller } from "../../../shared/contracts";
import { findSession } from "../../../shared/sessions";
import { deleteAccount } from "../../../services/accounts/domain/delete-account";
import { forgetDeleted } from "../../../services/accounts/domain/forget-deleted";
import { logIn } from "../../../services/accounts/domain/log-in";
import { findEvent, type Envelope } from "../../../shared/events";
import {
  NEW_PASSWORD,
  PASSWORD,
  refusal,
  startAccounts,
  type Accounts,
  type Member,
} from "./support";

let accounts: Accounts;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.stop());

const HERS = { ip: "192.0.2.1", userAgent: "her browser" };
const ADMINS: Caller = {
  scope: { kind: "operator" },
  ip: "198.51.100.7",
  userAgent: "the admin's",
};

const remove = ({ caller }: Member, current_password = PASSWORD) =>
  accounts.call("deleteAccount", { current_password }, { ...caller, ...HERS });

/** The events of everybody are with their subscribers. */
const publish = () => accounts.deps.db.raw("delete from accounts.unpublished");

/** Looks for whom to forget, once. */
const forget = () => forgetDeleted(accounts.deps).stop();

/** Every row of every table of the service as text. */
async function wholeSchema(): Promise<string> {
  const { db } = accounts.deps;
  const { rows: tables } = await db.raw<{ rows: { name: string }[] }>(
    "select table_name as name from information_schema.tables where table_schema = 'accounts'",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.raw<{ rows: { row: string }[] }>(
      "select t::text as row from accounts.?? t",
      [name],
    );
    texts.push(...rows.map(({ row }) => row));
  }
  expect(tables.length).toBeGreaterThan(8);
  return texts.join("\n");
}

describe("deleting one's account", () => {
  it("removes it with its sessions and links, and says so in events, in one transaction", async () => {
    const member = await accounts.newUser();
    const second = await accounts.logIn(member.email);
    await accounts.mailToken(member.id, "confirmation");
    expect(await remove(member)).toEqual({});

    expect(await refusal(accounts.call("getUser", { id: member.id }))).toEqual({
      code: "not_found",
    });
    expect(await accounts.countOf("sessions", member.id)).toBe(0);
    expect(await accounts.countOf("tokens", member.id)).toBe(0);
    for (const { token } of [member, second]) {
      expect(await findSession(accounts.deps.db, token)).toBeUndefined();
    }
    expect(await refusal(accounts.logIn(member.email))).toEqual({ code: "invalid_credentials" });

    const events = (await accounts.eventsOf(member.id)).filter(({ type }) =>
      ["session.ended", "user.deleted"].includes(type),
    );
    expect(events.map(({ type, data }) => [type, (data as { reason?: string }).reason])).toEqual(
      expect.arrayContaining([
        ["session.ended", "account_deleted"],
        ["session.ended", "account_deleted"],
        ["user.deleted", undefined],
      ]),
    );
    expect(events).toHaveLength(3);
    for (const { actor } of events) expect(actor).toBe(member.id);
    const versions = (await accounts.eventsOf(member.id))
      .filter(({ type }) => type.startsWith("user."))
      .map(({ aggregateversion }) => aggregateversion);
    expect(versions).toEqual([1, 2]);
    const times = new Set(events.map(({ time }) => time));
    expect(times.size).toBe(1);
  });

  it("asks for the password, and leaves everything when it is another", async () => {
    const member = await accounts.newUser();
    const wrong = { code: "validation_failed", "/current_password": "wrong_password" };
    expect(await refusal(remove(member, "not the password"))).toEqual(wrong);
    expect(await refusal(remove(member, ""))).toEqual(wrong);
    expect(await findSession(accounts.deps.db, member.token)).toBeDefined();
    expect((await accounts.eventsOf(member.id)).map(({ type }) => type)).toEqual([
      "user.registered",
      "session.created",
    ]);
  });

  it("is refused when the password was changed, or the account disabled, while it was compared", async () => {
    const { deps } = accounts;
    const raced = async (meanwhile: string) => {
      const member = await accounts.newUser();
      const verify: typeof deps.passwords.verify = async (hash, password) => {
        const matches = await deps.passwords.verify(hash, password);
        await deps.db.raw(`update accounts.users set ${meanwhile} where id = ?`, [
          uuidOf(member.id),
        ]);
        return matches;
      };
      const racing = { ...deps, passwords: { ...deps.passwords, verify } };
      const answer = await refusal(
        deleteAccount(racing, { current_password: PASSWORD }, member.caller),
      );
      expect((await accounts.call("getUser", { id: member.id })).user.id).toBe(member.id);
      return answer;
    };
    expect(await raced("password_hash = 'another'")).toEqual({
      code: "validation_failed",
      "/current_password": "wrong_password",
    });
    expect(await raced("disabled_at = now()")).toEqual({ code: "unauthenticated" });
  });

  it("happens once when it is asked for many times at once", async () => {
    const member = await accounts.newUser();
    const answers = await Promise.allSettled(Array.from({ length: 4 }, () => remove(member)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const codes = answers.flatMap((answer) =>
      answer.status === "rejected" ? [(answer.reason as { code: string }).code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(["unauthenticated"]));
    const deleted = (await accounts.eventsOf(member.id)).filter(
      ({ type }) => type === "user.deleted",
    );
    expect(deleted).toHaveLength(1);
  });

  it("leaves the address to whoever signs up with it next, who is somebody else", async () => {
    const member = await accounts.newUser();
    await remove(member);
    const next = await accounts.newUser(member.email.toUpperCase());
    expect(next.id).not.toBe(member.id);
    expect(await findSession(accounts.deps.db, member.token)).toBeUndefined();
    expect(await findSession(accounts.deps.db, next.token)).toBeDefined();
  });

  it("makes no mail any more that was asked for before", async () => {
    const member = await accounts.newUser();
    await accounts.call("requestPasswordReset", { email: member.email });
    await remove(member);
    await accounts.answerMails();
    expect((await accounts.eventsOf(member.id)).map(({ type }) => type)).not.toContain(
      "user.password_reset_requested",
    );
    expect(await refusal(accounts.mailToken(member.id, "confirmation"))).toEqual({
      code: "not_found",
    });
  });
});

describe("the mails of an address that is deleted and registered again and again", () => {
  it("are one a minute and three an hour, as those that are asked for", async () => {
    const email = "victim@example.com";
    const again = async (): Promise<boolean> => {
      const member = await accounts.newUser(email);
      const mailed = await accounts.mailToken(member.id, "confirmation").then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ code: "token_invalid" });
          return false;
        },
      );
      await remove(member);
      await publish();
      await forget();
      return mailed;
    };
    const pass = (minutes: number) =>
      accounts.deps.db.raw(
        "update accounts.outbox set created_at = created_at - ? * interval '1 minute'",
        [minutes],
      );
    expect([await again(), await again()]).toEqual([true, false]);
    await pass(2);
    expect(await again()).toBe(true);
    await pass(2);
    expect(await again()).toBe(false); // four have signed up within the hour
    await pass(60);
    expect(await again()).toBe(true);
  });
});

describe("the event log", () => {
  /** A life with every event that has an address, some of them from elsewhere. */
  async function lifeOf(name: string): Promise<{ member: Member; addresses: string[] }> {
    const email = `${name}@example.com`;
    const moved = `${name}.moved@example.com`;
    const wanted = `${name}.wanted@example.com`;
    const { user } = await accounts.call("register", { email, password: PASSWORD }, HERS);
    const body = { email, password: PASSWORD };
    const { session } = await accounts.call("logIn", body, HERS);
    const scope = { user_id: user.id, session_id: session.id, role: user.role };
    const caller: Caller = { scope: { kind: "user", ...scope }, ...HERS };
    const member: Member = { id: user.id, email: moved, caller, token: "" };
    await refusal(accounts.call("logIn", { email, password: NEW_PASSWORD }, HERS));
    const token = await accounts.emailChangeToken(member, moved);
    await accounts.call("changeEmail", { token }, caller);
    await accounts.emailChangeToken(member, wanted);
    const before = { id: user.id, disabled: true };
    await accounts.call("updateUser", before, ADMINS);
    await accounts.call("updateUser", { ...before, disabled: false }, ADMINS);
    const again = await accounts.call("logIn", { email: moved, password: PASSWORD }, HERS);
    member.caller = { scope: { kind: "user", ...scope, session_id: again.session.id }, ...HERS };
    return { member, addresses: [email, moved, wanted] };
  }

  it("keeps who it was until every event has gone to its subscribers, as it was", async () => {
    const { member, addresses } = await lifeOf("waiting");
    await publish();
    await remove(member);
    await forget();
    const text = JSON.stringify(await accounts.eventsOf(member.id));
    for (const address of addresses) expect(text).toContain(address);
    expect(text).toContain(HERS.ip);
    await publish();
    await forget();
    expect(JSON.stringify(await accounts.eventsOf(member.id))).not.toContain(HERS.ip);
  });

  it("then has every event still, and nothing in it that says who it was", async () => {
    const { member, addresses } = await lifeOf("forgotten");
    await remove(member);
    const before = await accounts.eventsOf(member.id);
    await publish();
    await forget();

    const all = await wholeSchema();
    for (const address of addresses) expect(all).not.toContain(address);
    const after = await accounts.eventsOf(member.id);
    const theirs = after.filter(({ actor }) => actor !== "operator");
    expect(JSON.stringify(theirs)).not.toMatch(/192\.0\.2\.1|her browser/);

    const skeleton = ({ id, type, subject, time, aggregateversion, actor }: Envelope) => [
      ...[id, type, subject, time, aggregateversion, actor],
    ];
    expect(after.map(skeleton)).toEqual(before.map(skeleton));
    const types = new Set(after.map(({ type }) => type));
    for (const type of [
      ...["user.registered", "user.email_change_requested", "user.email_changed"],
      ...["session.created", "session.rejected", "session.ended", "user.deleted"],
    ]) {
      expect(types).toContain(type);
    }
    for (const { type, data } of after) {
      expect(findEvent(type)?.data.safeParse(data).error).toBeUndefined();
    }
  });

  it("has the same address in place of the same one, which is nobody's", async () => {
    const { member } = await lifeOf("replaced");
    await remove(member);
    await publish();
    await forget();
    const after = await accounts.eventsOf(member.id);
    const dataOf = (wanted: string) =>
      after.find(({ type }) => type === wanted)?.data as Record<string, string>;
    const { email } = dataOf("user.registered");
    const fingerprint = accounts.deps.signer.fingerprint(
      "email",
      emailKeyOf("replaced@example.com"),
    );
    expect(email).toBe(`${fingerprint}@deleted.invalid`);
    expect(dataOf("user.email_changed").previous_email).toBe(email);
    expect(dataOf("user.email_changed").email).not.toBe(email);
    expect(dataOf("session.rejected").email).toBe(email);
  });

  it("keeps where an administrator acted from, and everything of other people", async () => {
    const stranger = await accounts.newUser();
    const { member } = await lifeOf("administered");
    const before = await accounts.eventsOf(stranger.id);
    await remove(member);
    await publish();
    await forget();
    const disabled = (await accounts.eventsOf(member.id)).filter(
      ({ actor }) => actor === "operator",
    );
    expect(disabled.length).toBeGreaterThan(1);
    for (const event of disabled) expect(event.clientip).toBe(ADMINS.ip);
    expect(await accounts.eventsOf(stranger.id)).toEqual(before);
  });

  it("names nobody whose account is deleted while a wrong password is compared", async () => {
    const member = await accounts.newUser("gone.meanwhile@example.com");
    const { deps } = accounts;
    const verify = async () => {
      await remove(member);
      await publish();
      await forget();
      return false;
    };
    const racing = { ...deps, passwords: { ...deps.passwords, verify } };
    const params = { email: member.email, password: NEW_PASSWORD };
    expect(await refusal(logIn(racing, params, HERS))).toEqual({ code: "invalid_credentials" });
    expect(await wholeSchema()).not.toContain(member.email);
    const types = (await accounts.eventsOf(member.id)).map(({ type }) => type);
    expect(types).not.toContain("session.rejected");
  });
});

import { logIn } from "../../../../services/accounts/sign-in/log-in";
import { type Caller, emailKeyOf } from "../../../../shared/contracts";
import { forgetDeleted } from "../../../../shared/event-log";
import { type Envelope, findEvent } from "../../../../shared/events";
import { asUser } from "../../../support/callers";
import { passMailTime } from "../../../support/mail-limits";
import { opened } from "../../../support/opened";
import { accountsForTests, type Member, NEW_PASSWORD, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

const HERS = { ip: "192.0.2.1", userAgent: "her browser" };
const ADMINS: Caller = {
  principal: { kind: "operator" },
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
    const pass = (minutes: number) => passMailTime(accounts.deps.db, minutes);
    expect([await again(), await again()]).toEqual([true, false]);
    await pass(2);
    expect(await again()).toBe(true);
    await pass(2);
    expect(await again()).toBe(true);
    await pass(2);
    expect(await again()).toBe(false); // three were sent within the hour
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
    const { session } = opened(await accounts.call("logIn", body, HERS));
    const caller: Caller = { ...asUser(user, session), ...HERS };
    const member: Member = { id: user.id, email: moved, caller, token: "" };
    await refusal(accounts.call("logIn", { email, password: NEW_PASSWORD }, HERS));
    const token = await accounts.emailChangeToken(member, moved);
    await accounts.call("changeEmail", { token }, caller);
    await accounts.emailChangeToken(member, wanted);
    const before = { id: user.id, disabled: true };
    await accounts.call("updateUser", before, ADMINS);
    await accounts.call("updateUser", { ...before, disabled: false }, ADMINS);
    const again = opened(await accounts.call("logIn", { email: moved, password: PASSWORD }, HERS));
    member.caller = { ...asUser(user, again.session), ...HERS };
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
      return { matches: false, outdated: false };
    };
    const racing = { ...deps, passwords: { ...deps.passwords, verify } };
    const params = { email: member.email, password: NEW_PASSWORD };
    expect(await refusal(logIn(racing, params, HERS))).toEqual({ code: "invalid_credentials" });
    expect(await wholeSchema()).not.toContain(member.email);
    const types = (await accounts.eventsOf(member.id)).map(({ type }) => type);
    expect(types).not.toContain("session.rejected");
  });
});

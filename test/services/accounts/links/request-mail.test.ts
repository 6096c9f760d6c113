import { answerMailRequests } from "../../../../services/accounts/links/answer-mail-requests";
import { uuidOf } from "../../../../shared/contracts";
import { eventually } from "../../../support/eventually";
import { accountsForTests, type Member, refusal } from "../support";

const accounts = accountsForTests();

type Request = "requestConfirmation" | "requestPasswordReset";
const REQUESTS: [Request, string][] = [
  ["requestConfirmation", "user.confirmation_requested"],
  ["requestPasswordReset", "user.password_reset_requested"],
];

const ask = (action: Request, email: string) =>
  accounts.call(action, { email }, { ip: "192.0.2.7", userAgent: "a browser", requestId: "req-1" });

async function requestsOf({ id }: Pick<Member, "id">, type: string) {
  return (await accounts.eventsOf(id)).filter((event) => event.type === type);
}

async function waiting(): Promise<number> {
  const { rows } = await accounts.deps.db.raw<{ rows: unknown[] }>(
    "select 1 from accounts.mail_requests",
  );
  return rows.length;
}

/** The statements that run until an action answers. */
async function statementsOf(action: Request, email: string): Promise<string[]> {
  const { db } = accounts.deps;
  const seen: string[] = [];
  const note = ({ sql }: { sql: string }) => void seen.push(sql);
  db.on("query", note);
  await ask(action, email);
  db.removeListener("query", note);
  return seen;
}

describe.each(REQUESTS)("%s", (action, type) => {
  it("does the same for an address that has an account and for one that has none", async () => {
    const { email } = await accounts.newUser();
    const known = await statementsOf(action, email);
    const unknown = await statementsOf(action, "nobody@example.com");
    expect(known).toEqual(unknown);
    expect(known.filter((sql) => /users|outbox/.test(sql))).toEqual([]);
    expect(await ask(action, email)).toEqual(await ask(action, "nobody@example.com"));
    await accounts.answerMails();
  });

  it("asks for a mail to the stored address, whatever letters were typed, and says from where", async () => {
    const member = await accounts.newUser(`Stored.${action}@Example.com`);
    await ask(action, member.email.toUpperCase());
    await accounts.answerMails();
    expect(await requestsOf(member, type)).toEqual([
      expect.objectContaining({
        data: { email: member.email },
        actor: "anonymous",
        aggregateversion: 2,
        clientip: "192.0.2.7",
        useragent: "a browser",
        requestid: "req-1",
      }),
    ]);
  });

  it("outlives the process that answered it, and waits for the next", async () => {
    const member = await accounts.newUser();
    await ask(action, member.email); // nothing runs beside it here
    expect(await waiting()).toBe(1);
    await accounts.answerMails();
    expect(await requestsOf(member, type)).toHaveLength(1);
  });

  it("leaves nothing of an address that has no account", async () => {
    const before = await eventCount();
    await ask(action, "nobody.rests@example.com");
    await accounts.answerMails();
    expect(await waiting()).toBe(0);
    expect(await eventCount()).toBe(before);
  });

  it("mails nothing to a disabled account", async () => {
    const member = await accounts.newUser();
    await accounts.deps.db.raw("update accounts.users set disabled_at = now() where id = ?", [
      uuidOf(member.id),
    ]);
    await ask(action, member.email);
    await accounts.answerMails();
    expect(await requestsOf(member, type)).toEqual([]);
  });

  it("refuses what is no address", async () => {
    expect(await refusal(ask(action, "no address"))).toEqual({
      code: "validation_failed",
      "/email": "invalid_email",
    });
  });

  it("does not change when the account was last changed", async () => {
    const member = await accounts.newUser();
    const changedAt = async () =>
      await accounts.deps
        .db("accounts.users")
        .where({ id: uuidOf(member.id) })
        .first<{ updated_at: Date }>("updated_at");
    const before = await changedAt();
    await ask(action, member.email);
    await accounts.answerMails();
    expect(await changedAt()).toEqual(before);
  });
});

describe("asking for a mail", () => {
  it("to confirm is for nothing once the address is confirmed", async () => {
    const member = await accounts.newUser();
    await accounts.call("confirm", { token: await accounts.mailToken(member.id, "confirmation") });
    await ask("requestConfirmation", member.email);
    await accounts.answerMails();
    expect(await requestsOf(member, "user.confirmation_requested")).toEqual([]);
  });

  it("is answered once each, however many processes do it at once", async () => {
    const members = await Promise.all(Array.from({ length: 12 }, () => accounts.newUser()));
    await Promise.all(
      members.flatMap(({ email }) => [
        ask("requestPasswordReset", email),
        ask("requestPasswordReset", `nobody.${email}`),
        ask("requestConfirmation", email),
      ]),
    );
    await accounts.letHoursPass();
    const loops = Array.from({ length: 4 }, () =>
      answerMailRequests({ ...accounts.deps, mailRequests: {} }),
    );
    await eventually(async () => (await waiting()) === 0);
    await Promise.all(loops.map((loop) => loop.stop()));
    for (const member of members) {
      for (const [, type] of REQUESTS) expect(await requestsOf(member, type)).toHaveLength(1);
      const versions = (await accounts.eventsOf(member.id))
        .filter(({ type }) => type.startsWith("user."))
        .map(({ aggregateversion }) => aggregateversion);
      expect(versions.sort()).toEqual([1, 2, 3]);
    }
  });

  it("wakes the loop that runs in the same process", async () => {
    const loop = answerMailRequests(accounts.deps);
    const nudge = jest.spyOn(loop, "nudge");
    await ask("requestPasswordReset", "nobody@example.com");
    await eventually(() => nudge.mock.calls.length === 1);
    await eventually(async () => (await waiting()) === 0);
    await loop.stop();
    accounts.deps.mailRequests = {};
  });
});

async function eventCount(): Promise<number> {
  const { rows } = await accounts.deps.db.raw<{ rows: unknown[] }>("select 1 from accounts.outbox");
  return rows.length;
}

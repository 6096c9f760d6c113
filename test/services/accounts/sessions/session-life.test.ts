import { deleteExpiredSessions } from "../../../../services/accounts/sessions/store/sessions";
import { uuidOf } from "../../../../shared/contracts";
import { findLiveSessions, findSession } from "../../../../shared/sessions";
import { sessionIdOf } from "../../../support/callers";
import { accountsForTests, type Member, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

interface Row {
  id: string;
  days: number;
  idle_days: number;
  seen: Date;
}

const idOf = ({ caller }: Pick<Member, "caller">) => sessionIdOf(caller);

async function rowOf(member: Pick<Member, "caller">): Promise<Row | undefined> {
  const { rows } = await accounts.deps.db.raw<{ rows: Row[] }>(
    `select id, last_seen_at as seen,
       round(extract(epoch from expires_at - created_at) / 86400)::float8 as days,
       round(extract(epoch from idle_until - now()) / 86400)::float8 as idle_days
     from accounts.sessions where id = ?`,
    [uuidOf(idOf(member))],
  );
  return rows[0];
}

const set = (member: Pick<Member, "caller">, changes: string) =>
  accounts.deps.db.raw(`update accounts.sessions set ${changes} where id = ?`, [
    uuidOf(idOf(member)),
  ]);

const see = (...members: Member[]) => accounts.call("noteSeen", { session_ids: members.map(idOf) });

describe("the life of a session", () => {
  it("is 60 days, and 30 when it is not used", async () => {
    const member = await accounts.newUser();
    expect(await rowOf(member)).toMatchObject({ days: 60, idle_days: 30 });
  });

  it("is as long as the configuration says", async () => {
    const { deps } = accounts;
    const { config } = deps;
    const { email } = await accounts.newUser();
    deps.config = { ...config, sessionDays: 7, sessionIdleDays: 2 };
    const session = await accounts.logIn(email);
    deps.config = config;
    expect(await rowOf(session)).toMatchObject({ days: 7, idle_days: 2 });
  });

  it.each([
    ["its whole time is over", "expires_at = now()"],
    ["it has lain idle for too long", "idle_until = now()"],
  ])("ends when %s, by the database's clock, for every use", async (_, over) => {
    const { deps } = accounts;
    const member = await accounts.newUser();
    const staying = await accounts.logIn(member.email);
    await set(member, over);

    expect(await findSession(deps.db, member.token)).toBeUndefined();
    const ids = [member, staying].map((one) => uuidOf(idOf(one)));
    expect([...(await findLiveSessions(deps.db, ids)).keys()]).toEqual([ids[1]]);
    const { data } = await accounts.call("listSessions", {}, staying.caller);
    expect(data.map(({ id }) => id)).toEqual([idOf(staying)]);
    const chosen = { password: PASSWORD, password_confirmation: PASSWORD };
    const change = accounts.call(
      "changePassword",
      { current_password: PASSWORD, ...chosen },
      member.caller,
    );
    expect(await refusal(change)).toEqual({ code: "unauthenticated" });
  });

  it("hides no other in the list when it cannot be shown", async () => {
    const member = await accounts.newUser();
    const odd = await accounts.logIn(member.email);
    await set(odd, "created_at = 'infinity'");
    const own = await accounts.call("listSessions", {}, member.caller);
    expect(own.data.map(({ id }) => id)).toEqual([idOf(member)]);
    const listed = await accounts.call("listSessionsOf", { user_id: member.id });
    expect(listed.data.map(({ id }) => id)).toEqual([idOf(member)]);
  });

  it("is checked by one named select", async () => {
    const member = await accounts.newUser();
    const queries: { sql: string; options?: { name?: string } }[] = [];
    const note = (query: { sql: string; options?: { name?: string } }) => void queries.push(query);
    accounts.deps.db.on("query", note);
    await findSession(accounts.deps.db, member.token);
    accounts.deps.db.removeListener("query", note);
    expect(queries.map(({ options }) => options?.name)).toEqual(["find-sessions"]);
  });
});

describe("noting that sessions are used", () => {
  it("puts off their idle end, of many at once", async () => {
    const [one, two] = [await accounts.newUser(), await accounts.newUser()];
    const long = "last_seen_at = now() - interval '2 days', idle_until = now() + interval '1 day'";
    await Promise.all([set(one, long), set(two, long)]);
    const before = await rowOf(one);
    await see(one, two);
    for (const member of [one, two]) {
      const row = await rowOf(member);
      expect(row?.idle_days).toBe(30);
      expect(row?.seen.getTime()).toBeGreaterThan(before?.seen.getTime() ?? Infinity);
    }
  });

  it("writes at most once a minute for each", async () => {
    const member = await accounts.newUser();
    await set(member, "last_seen_at = now() - interval '59 seconds'");
    const before = await rowOf(member);
    await see(member);
    expect(await rowOf(member)).toEqual(before);
    await set(member, "last_seen_at = now() - interval '61 seconds'");
    await see(member);
    expect((await rowOf(member))?.seen.getTime()).toBeGreaterThan(before?.seen.getTime() ?? 0);
  });

  it.each(["expires_at = now()", "idle_until = now()"])(
    "brings no session back that is over: %s",
    async (over) => {
      const member = await accounts.newUser();
      await set(member, `${over}, last_seen_at = now() - interval '1 hour'`);
      await see(member);
      expect(await findSession(accounts.deps.db, member.token)).toBeUndefined();
    },
  );

  it("does not mind sessions that are gone, or none", async () => {
    const member = await accounts.newUser();
    await accounts.call("logOut", {}, member.caller);
    await see(member);
    await see();
  });
});

describe("the sweep", () => {
  it("removes what has been over for an hour, and nothing that lives", async () => {
    const { email, caller } = await accounts.newUser();
    const [expired, idle, justNow] = [
      await accounts.logIn(email),
      await accounts.logIn(email),
      await accounts.logIn(email),
    ];
    await set(expired, "expires_at = now() - interval '61 minutes'");
    await set(idle, "idle_until = now() - interval '61 minutes'");
    await set(justNow, "idle_until = now() - interval '59 minutes'");
    await deleteExpiredSessions(accounts.deps.db);
    const left = await Promise.all([{ caller }, expired, idle, justNow].map(rowOf));
    expect(left.map((row) => row !== undefined)).toEqual([true, false, false, true]);
  });
});

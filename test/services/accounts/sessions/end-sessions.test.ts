import { endSessions } from "../../../../services/accounts/sessions/end-sessions";
import { type Caller, uuidOf } from "../../../../shared/contracts";
import { findSession } from "../../../../shared/sessions";
import { sessionIdOf } from "../../../support/callers";
import { accountsForTests } from "../support";

const accounts = accountsForTests();

const OPERATOR: Caller = {
  principal: { kind: "operator" },
  ip: "192.0.2.1",
  userAgent: "a browser",
};

describe("ending the sessions of a user", () => {
  it("ends all, each with its event, and those of nobody else", async () => {
    const { deps } = accounts;
    const anna = await accounts.newUser();
    const second = await accounts.logIn(anna.email);
    const bert = await accounts.newUser();

    const ended = await deps.transaction((trx) =>
      endSessions(deps, trx, uuidOf(anna.id), { reason: "disabled", caller: OPERATOR }),
    );

    const both = [sessionIdOf(anna.caller), sessionIdOf(second.caller)];
    expect(ended.sort()).toEqual(both.map(uuidOf).sort());
    const events = (await accounts.eventsOf(anna.id)).filter(({ type }) => type.endsWith(".ended"));
    expect(events.map(({ data }) => data)).toEqual(
      expect.arrayContaining(
        both.map((session_id) => ({
          session_id,
          ip: "192.0.2.1",
          user_agent: "a browser",
          reason: "disabled",
        })),
      ),
    );
    expect(events.map(({ actor }) => actor)).toEqual(["operator", "operator"]);
    expect(await findSession(deps.db, anna.token)).toBeUndefined();
    expect(await findSession(deps.db, second.token)).toBeUndefined();
    expect(await findSession(deps.db, bert.token)).toBeDefined();
  });

  it("lets one go on", async () => {
    const { deps } = accounts;
    const anna = await accounts.newUser();
    const second = await accounts.logIn(anna.email);
    const except = uuidOf(sessionIdOf(anna.caller));
    await deps.transaction((trx) =>
      endSessions(deps, trx, uuidOf(anna.id), { except, reason: "x", caller: anna.caller }),
    );
    expect(await findSession(deps.db, anna.token)).toBeDefined();
    expect(await findSession(deps.db, second.token)).toBeUndefined();
  });

  it("tells of thousands at once", async () => {
    const { deps } = accounts;
    const anna = await accounts.newUser();
    await deps.db.raw(
      `insert into accounts.sessions (id, user_id, token_hash, expires_at)
       select gen_random_uuid(), ?, sha256(n::text::bytea), now() + interval '1 day'
       from generate_series(1, 2500) n`,
      [uuidOf(anna.id)],
    );
    const ended = await deps.transaction((trx) =>
      endSessions(deps, trx, uuidOf(anna.id), { reason: "many", caller: OPERATOR }),
    );
    expect(ended).toHaveLength(2501);
    const { rows } = await deps.db.raw<{ rows: { n: string }[] }>(
      "select count(*) as n from accounts.outbox where data ->> 'reason' = 'many'",
    );
    expect(Number(rows[0]?.n)).toBe(2501);
  });

  it("says nothing of a session that had expired before", async () => {
    const { deps } = accounts;
    const anna = await accounts.newUser();
    await deps.db.raw("update accounts.sessions set expires_at = now() where user_id = ?", [
      uuidOf(anna.id),
    ]);
    const ended = await deps.transaction((trx) =>
      endSessions(deps, trx, uuidOf(anna.id), { reason: "x", caller: OPERATOR }),
    );
    expect(ended).toEqual([]);
  });
});

import { type Caller, uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { eventually } from "../../support/eventually";
import { accountsForTests, type Member, NEW_PASSWORD, PASSWORD } from "./support";

/*
 * Whoever changes a user and what is theirs locks the user first. Of two who did it in different orders,
 * each could hold what the other waits for, until the database ends one of them after a second.
 */

const accounts = accountsForTests();

const chosen = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };
const OPERATOR: Caller = { principal: { kind: "operator" } };
type Change = (member: Member) => Promise<() => Promise<unknown>>;

const changes: Record<string, Change> = {
  async confirm({ id }) {
    const token = await accounts.mailToken(id, "confirmation");
    return () => accounts.call("confirm", { token });
  },
  async resetPassword(member) {
    const token = await accounts.resetToken(member);
    return () => accounts.call("resetPassword", { token, ...chosen });
  },
  async changeEmail(member) {
    const token = await accounts.emailChangeToken(member, `moved-${member.email}`);
    return () => accounts.call("changeEmail", { token }, member.caller);
  },
  changePassword: async ({ id, caller }) => {
    await accounts.mailToken(id, "confirmation");
    const params = { current_password: PASSWORD, ...chosen };
    return () => accounts.call("changePassword", params, caller);
  },
  confirmUser: async ({ id }) => {
    await accounts.mailToken(id, "confirmation");
    return () => accounts.call("confirmUser", { id }, OPERATOR);
  },
  updateUser: async ({ id }) => {
    await accounts.mailToken(id, "confirmation");
    return () => accounts.call("updateUser", { id, disabled: true }, OPERATOR);
  },
  deleteAccount: async ({ id, caller }) => {
    await accounts.mailToken(id, "confirmation");
    return () => accounts.call("deleteAccount", { current_password: PASSWORD }, caller);
  },
};

const someoneWaits = async (): Promise<boolean> => {
  const { rows } = await accounts.deps.db.raw<{ rows: unknown[] }>(
    `select 1 from pg_stat_activity
     where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
  );
  return rows.length > 0;
};

/** How many rows of a user nobody has locked. */
async function freeRowsOf(trx: Transaction, table: string, userId: string): Promise<number> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    "select 1 from accounts.?? where user_id = ? for update skip locked",
    [table, userId],
  );
  return rows.length;
}

it.each(Object.entries(changes))(
  "%s locks the user before tokens and sessions",
  async (_, change) => {
    const member = await accounts.newUser();
    const work = await change(member);
    const userId = uuidOf(member.id);
    const tables = ["tokens", "sessions"] as const;
    const had = await Promise.all(tables.map((table) => accounts.countOf(table, member.id)));
    expect(had).not.toContain(0);
    let done: Promise<unknown> | undefined;
    await accounts.deps.db.transaction(
      async (trx) => {
        await trx.raw("select 1 from accounts.users where id = ? for update", [userId]);
        done = work();
        await eventually(someoneWaits);
        for (const [n, table] of tables.entries()) {
          expect([table, await freeRowsOf(trx, table, userId)]).toEqual([table, had[n]]);
        }
      },
      { isolationLevel: "read committed" },
    );
    await done;
  },
);

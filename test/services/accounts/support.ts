import {
  accounts,
  parseParams,
  type Caller,
  type InputOf,
  type ResultOf,
} from "../../../shared/contracts";
import { findEvents, type Envelope } from "../../../shared/events";
import type { AccountsDeps } from "../../../services/accounts/deps";
import service from "../../../services/accounts/service";
import { createTestDatabase, testDeps, type TestDatabase } from "../../support/database";

type Actions = (typeof accounts)["actions"];

export const PASSWORD = "correct horse battery staple";

/** The accounts service on a database of its own, called as the broker calls it, without one. */
export interface Accounts {
  database: TestDatabase;
  deps: AccountsDeps;
  /** Runs an action by its contract; access is the broker's matter and not looked at. */
  call<A extends keyof Actions>(
    action: A,
    params: InputOf<Actions[A]>,
    caller?: Caller,
  ): Promise<ResultOf<Actions[A]>>;
  /** Signs up and logs in. */
  newUser(email?: string): Promise<Member>;
  /** Opens another session of a user. */
  logIn(email: string, password?: string): Promise<{ caller: Caller; token: string }>;
  /** What the log has about somebody, the oldest first. */
  eventsOf(userId: string): Promise<Envelope[]>;
  stop(): Promise<void>;
}

/** A user with a session. */
export interface Member {
  /** TypeID. */
  id: string;
  email: string;
  caller: Caller;
  /** The session's. */
  token: string;
}

export async function startAccounts(): Promise<Accounts> {
  const database = await createTestDatabase();
  const deps = (await service.parts.prepare?.(testDeps(database, "accounts"))) as AccountsDeps;

  const call: Accounts["call"] = async (action, params, caller = {}) => {
    const contract = accounts.actions[action];
    const run = service.parts.actions[action] as (
      deps: AccountsDeps,
      params: object,
      caller: Caller,
    ) => Promise<unknown>;
    const answer = await run(deps, parseParams(contract.params, params), caller);
    return contract.result.parse(answer) as never;
  };

  const logIn: Accounts["logIn"] = async (email, password = PASSWORD) => {
    const { user, session, token = "" } = await call("logIn", { email, password });
    const scope = { user_id: user.id, session_id: session.id, role: user.role };
    return { caller: { scope: { kind: "user", ...scope } }, token };
  };

  let count = 0;
  return {
    database,
    deps,
    call,
    logIn,
    async newUser(email = `user${(count += 1)}@example.com`) {
      const { user } = await call("register", { email, password: PASSWORD });
      return { id: user.id, email, ...(await logIn(email)) };
    },
    async eventsOf(userId) {
      const found = await deps.transaction((trx) =>
        findEvents(trx, "accounts", { subject: userId }, { order: "asc", after: [], limit: 1000 }),
      );
      return found.map(({ envelope }) => envelope);
    },
    stop: () => database.drop(),
  };
}

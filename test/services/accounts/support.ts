import type { AccountsDeps } from "../../../services/accounts/deps";
import { answerMailRequests } from "../../../services/accounts/links/answer-mail-requests";
import service from "../../../services/accounts/service";
import {
  accounts,
  type Caller,
  type InputOf,
  mailKinds,
  type MailPurpose,
  parseParams,
  type ResultOf,
  uuidOf,
} from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { type Envelope, findEvents } from "../../../shared/events";
import { asUser } from "../../support/callers";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { passMailTime } from "../../support/mail-limits";
import { opened } from "../../support/opened";

type Actions = (typeof accounts)["actions"];

export const PASSWORD = "correct horse battery staple";
export const NEW_PASSWORD = "a new password, long enough";
export const NO_TOKEN = "A".repeat(43);

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
  /** Lets two hours pass for the limit on mails, of which only so many go to one address in an hour. */
  letHoursPass(): Promise<void>;
  /** Answers every mail request that waits, as the loop in the background does, hours later. */
  answerMails(): Promise<void>;
  /** The token that the newest mail of a purpose would carry, as the notifier gets it. */
  mailToken(userId: string, purpose: MailPurpose): Promise<string>;
  /** Asks for a link to choose a new password, and gets its token. */
  resetToken(member: Member): Promise<string>;
  /** Asks for a link to another address, and gets its token. */
  emailChangeToken(member: Member, email: string): Promise<string>;
  /** How many rows of a table a user (TypeID) has. */
  countOf(table: "tokens" | "sessions", userId: string): Promise<number>;
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

async function startAccounts(): Promise<Accounts> {
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
    const { user, session, token = "" } = opened(await call("logIn", { email, password }));
    return { caller: asUser(user, session), token };
  };

  let count = 0;
  const eventsOf: Accounts["eventsOf"] = async (userId) => {
    const found = await deps.transaction((trx) =>
      findEvents(trx, "accounts", { subject: userId }, { order: "asc", after: [], limit: 1000 }),
    );
    return found.map(({ envelope }) => envelope);
  };
  const letHoursPass: Accounts["letHoursPass"] = async () => {
    await passMailTime(deps.db, 120);
  };
  const answerMails: Accounts["answerMails"] = async () => {
    await letHoursPass();
    const loop = answerMailRequests(deps);
    await eventually(async () => {
      const { rows } = await deps.db.raw<{ rows: unknown[] }>(
        "select 1 from accounts.mail_requests",
      );
      return rows.length === 0;
    });
    await loop.stop();
  };
  const mailToken: Accounts["mailToken"] = async (userId, purpose) => {
    const events = await eventsOf(userId);
    const wanted: readonly string[] = mailKinds[purpose].events;
    const event = events.filter(({ type }) => wanted.includes(type)).at(-1);
    const event_id = event?.id ?? "";
    return (await call("issueMailToken", { user_id: userId, purpose, event_id })).token;
  };

  return {
    database,
    deps,
    call,
    logIn,
    eventsOf,
    letHoursPass,
    answerMails,
    mailToken,
    async resetToken({ id, email }) {
      await call("requestPasswordReset", { email });
      await answerMails();
      return await mailToken(id, "password_reset");
    },
    async emailChangeToken({ id, caller }, email) {
      await letHoursPass();
      await call("requestEmailChange", { email, current_password: PASSWORD }, caller);
      return await mailToken(id, "email_change");
    },
    async countOf(table, userId) {
      const { rows } = await deps.db.raw<{ rows: unknown[] }>(
        "select 1 from accounts.?? where user_id = ?",
        [table, uuidOf(userId)],
      );
      return rows.length;
    },
    async newUser(email = `user${(count += 1)}@example.com`) {
      const { user } = await call("register", { email, password: PASSWORD });
      return { id: user.id, email, ...(await logIn(email)) };
    },
    stop: () => database.drop(),
  };
}

/** The accounts service of a test file, started before its tests and stopped after them. */
export function accountsForTests(): Accounts {
  const accounts = {} as Accounts;
  beforeAll(async () => {
    Object.assign(accounts, await startAccounts());
  });
  afterAll(() => accounts.stop());
  return accounts;
}

/** How a promise is refused: the code, and of `validation_failed` what is wrong with which field. */
export async function refusal(promise: Promise<unknown>): Promise<object> {
  const error: unknown = await promise.then(
    () => new Error("nothing was refused"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  const { code, errors } = error;
  if (!errors) return { code };
  return { code, ...Object.fromEntries(errors.map((field) => [field.pointer, field.code])) };
}

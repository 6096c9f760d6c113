import type { MailPurpose } from "../../../../shared/contracts";
import { type Database, statement, type Transaction } from "../../../../shared/database";
import { encodeTypeId } from "../../../../shared/ids";

/** An event of a user as the log has it. */
export interface UserEvent {
  /** Which change of the user it was. */
  aggregate_version: number;
  data: { email?: string; previous_email?: string; confirm?: boolean };
}

/** An event, if it is one of that user (a TypeID) and of one of these types. */
export async function findUserEvent(
  trx: Transaction,
  eventId: string,
  userId: string,
  types: readonly string[],
): Promise<UserEvent | undefined> {
  return (await trx
    .withSchema("accounts")
    .table("outbox")
    .where({ id: eventId, subject: userId })
    .whereIn("type", types)
    .first("aggregate_version", "data")) as UserEvent | undefined;
}

const findRequestWith = (columns: readonly string[]): string => `
  select ${columns.map((column) => `users.${column}`).join(", ")},
    event.aggregate_version, event.data, coalesce((
      select max(request_version) from accounts.tokens
      where user_id = users.id and purpose = ?), 0) as newest
  from accounts.users join accounts.outbox as event on event.subject = ?
  where users.id = ? and event.id = ? and event.type = any(?::text[])`;

/**
 * An event that asked for a mail with a link, if it is one of that user (a UUID) and of one of these
 * types, and columns of the user; with it the version of the newest request of the purpose that has a
 * token, 0 when none has. Read together, as they were at one moment.
 */
export async function findRequest<User extends object>(
  db: Database,
  columns: readonly (keyof User & string)[],
  wanted: { eventId: string; userId: string; purpose: MailPurpose; types: readonly string[] },
): Promise<{ user: User; event: UserEvent & { newest: number } } | undefined> {
  const { eventId, userId, purpose, types } = wanted;
  const { rows } = await statement(db, () =>
    db
      .raw<{ rows: (UserEvent & { newest: number })[] }>(findRequestWith(columns), [
        purpose,
        encodeTypeId("user", userId),
        userId,
        eventId,
        types,
      ] as never[])
      .options({ name: "find-mail-request" }),
  );
  const [row] = rows;
  if (!row) return undefined;
  const { aggregate_version, data, newest, ...user } = row;
  return { user: user as User, event: { aggregate_version, data, newest } };
}

const PASSWORD_EVENTS = ["user.password_changed", "user.password_reset"];

/** Whether a change of a user (a TypeID) was one of the password. */
export async function isPasswordChange(
  db: Database,
  userId: string,
  version: number,
): Promise<boolean> {
  const found: unknown = await statement(db, () =>
    db
      .withSchema("accounts")
      .table("outbox")
      .where({ subject: userId, aggregate_version: version })
      .whereIn("type", PASSWORD_EVENTS)
      .first("id"),
  );
  return found !== undefined;
}

/** The address from which a user (a TypeID) moved first after a change; undefined when they stayed. */
export async function findAddressBefore(
  trx: Transaction,
  userId: string,
  version: number,
): Promise<string | undefined> {
  const row = (await trx
    .withSchema("accounts")
    .table("outbox")
    .where({ subject: userId, type: "user.email_changed" })
    .where("aggregate_version", ">", version)
    .orderBy("aggregate_version")
    .first("data")) as Pick<UserEvent, "data"> | undefined;
  return row?.data.previous_email;
}

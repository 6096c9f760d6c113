import type { IdRange } from "../../../../shared/background";
import type { Caller, MailPurpose } from "../../../../shared/contracts";
import { type Database, statement, type Transaction } from "../../../../shared/database";
import { generateUuidV7 } from "../../../../shared/ids";
import { emailKeysOf } from "../../../../shared/users";

/** A mail that was asked for by an address. */
export interface MailRequest {
  purpose: Exclude<MailPurpose, "email_change" | "invitation">;
  /** As it was asked for, or any other spelling. */
  email: string;
  caller: Caller;
}

interface Row {
  purpose: MailRequest["purpose"];
  email_key: string;
  client_ip: string | null;
  user_agent: string | null;
  request_id: string | null;
  traceparent: string | null;
}

const requests = (trx: Transaction) => trx.withSchema("accounts").table("mail_requests");

export async function insertMailRequest(
  trx: Transaction,
  { purpose, email, caller }: MailRequest,
): Promise<void> {
  await requests(trx).insert({
    id: generateUuidV7(),
    purpose,
    // An address too, which the version before compares as it is.
    email_key: emailKeysOf(email).email_key,
    client_ip: caller.ip ?? null,
    user_agent: caller.userAgent ?? null,
    request_id: caller.requestId ?? null,
    traceparent: caller.traceparent ?? null,
  });
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The first that waits to be answered, from one id on and before another: its id, and for how many seconds. */
export async function findMailRequest(
  db: Database,
  { since = FIRST_ID, before = LAST_ID }: IdRange,
): Promise<{ id: string; waited: number } | undefined> {
  const { rows } = await statement(db, () =>
    db.raw<{ rows: { id: string; waited: number }[] }>(
      `select id, extract(epoch from now() - created_at)::float8 as waited
       from accounts.mail_requests where id >= ? and id < ? order by id limit 1`,
      [since, before],
    ),
  );
  return rows[0];
}

/** Takes requests away, from one on, to be answered in the same transaction. */
export async function takeMailRequests(
  trx: Transaction,
  since: string,
  limit: number,
): Promise<MailRequest[]> {
  const first = requests(trx).where("id", ">=", since).orderBy("id").limit(limit);
  const rows = (await requests(trx)
    .whereIn("id", first.select("id"))
    .delete([
      "purpose",
      "email_key",
      "client_ip",
      "user_agent",
      "request_id",
      "traceparent",
    ])) as Row[];
  return rows.map((row) => ({
    purpose: row.purpose,
    email: row.email_key,
    caller: {
      ...(row.client_ip === null ? {} : { ip: row.client_ip }),
      ...(row.user_agent === null ? {} : { userAgent: row.user_agent }),
      ...(row.request_id === null ? {} : { requestId: row.request_id }),
      ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    },
  }));
}

import type { Caller, MailPurpose } from "../../../../shared/contracts";
import { type Database, statement, type Transaction } from "../../../../shared/database";
import { generateUuidV7 } from "../../../../shared/ids";

/** A mail that was asked for by an address. */
export interface MailRequest {
  purpose: Exclude<MailPurpose, "email_change" | "invitation">;
  emailKey: string;
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
  { purpose, emailKey, caller }: MailRequest,
): Promise<void> {
  await requests(trx).insert({
    id: generateUuidV7(),
    purpose,
    email_key: emailKey,
    client_ip: caller.ip ?? null,
    user_agent: caller.userAgent ?? null,
    request_id: caller.requestId ?? null,
    traceparent: caller.traceparent ?? null,
  });
}

/** Whether any waits to be answered. */
export async function hasMailRequests(db: Database): Promise<boolean> {
  const { rows } = await statement(db, () =>
    db.raw<{ rows: unknown[] }>("select 1 from accounts.mail_requests limit 1"),
  );
  return rows.length > 0;
}

/** Takes the first requests away, to be answered in the same transaction. */
export async function takeMailRequests(trx: Transaction, limit: number): Promise<MailRequest[]> {
  const rows = (await requests(trx)
    .whereIn("id", requests(trx).orderBy("id").limit(limit).select("id"))
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
    emailKey: row.email_key,
    caller: {
      ...(row.client_ip === null ? {} : { ip: row.client_ip }),
      ...(row.user_agent === null ? {} : { userAgent: row.user_agent }),
      ...(row.request_id === null ? {} : { requestId: row.request_id }),
      ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    },
  }));
}

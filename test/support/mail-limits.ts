import type { Database } from "../../shared/database";

/** So many minutes later, as far as the number of mails to an address is limited. */
export async function passMailTime(db: Database, minutes: number): Promise<void> {
  await db.raw(
    `update accounts.limits set next_at = next_at - :minutes * interval '1 minute',
       window_ends_at = window_ends_at - :minutes * interval '1 minute',
       forgotten_at = forgotten_at - :minutes * interval '1 minute'
     where key like 'mail-%'`,
    { minutes },
  );
}

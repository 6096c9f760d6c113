import { addIndex, type Database, type MigrationNotice } from "../../../shared/database";
import { settleMailboxes } from "../../../shared/users";

const AT_ONCE = 1_000;

/**
 * The mailbox that an account's mail goes to, by which all spellings of its address are one. Filled in in
 * batches, and gone on with after a stop. Accounts that turn out to share a mailbox are told and left as
 * they are.
 *
 * It imports what may change, as no other migration does: the loop in accounts goes on with the same work
 * while the version before runs, and a key is worth something only if both, and every look-up, make the same
 * of an address. So whoever changes how a key is made fills the column in anew with a migration of their own.
 */
export async function up(db: Database, say: MigrationNotice = () => undefined): Promise<void> {
  for (const column of ["mailbox_key", "mailbox_email"]) {
    await db.raw(`alter table accounts.users add column if not exists ${column} text`);
  }
  const table = { schema: "accounts", table: "users" };
  await addIndex(db, { ...table, index: "users_mailbox_key", on: "(mailbox_key)", unique: true });
  await addIndex(db, {
    ...table,
    index: "users_unsettled",
    on: "(id) where mailbox_key is null or mailbox_email <> email",
  });
  let after: string | undefined;
  for (;;) {
    const { found, shared, last } = await settleMailboxes(db, "accounts", {
      after,
      limit: AT_ONCE,
    });
    for (const { holder, other } of shared) {
      say(`${holder} and ${other} have one mailbox, each under its own spelling of the address`);
    }
    if (found < AT_ONCE) return;
    after = last;
  }
}

export async function down(db: Database): Promise<void> {
  for (const index of ["users_unsettled", "users_mailbox_key"]) {
    await db.raw(`drop index if exists accounts.${index}`);
  }
  for (const column of ["mailbox_email", "mailbox_key"]) {
    await db.raw(`alter table accounts.users drop column if exists ${column}`);
  }
}

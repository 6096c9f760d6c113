import type { Database } from "../../../shared/database";

/**
 * What a session was opened with, and a number that every change of a user's credentials raises.
 * Sessions that the release before opens had a password, as all had until now.
 */
export async function up(db: Database): Promise<void> {
  await db.raw(
    "alter table accounts.users add column if not exists credentials_version int4 not null default 1",
  );
  await db.raw(
    "alter table accounts.sessions add column if not exists methods text[] not null default array['pwd']",
  );
  await db.raw(
    `alter table accounts.sessions add column if not exists assurance int4 not null default 1
     check (assurance in (1, 2))`,
  );
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table accounts.sessions drop column if exists assurance");
  await db.raw("alter table accounts.sessions drop column if exists methods");
  await db.raw("alter table accounts.users drop column if exists credentials_version");
}

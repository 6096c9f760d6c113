import type { Database } from "../../../shared/database";

/** How long an unused session lives on, and whether its cookie outlives the browser's session. */
export async function up(db: Database): Promise<void> {
  await db.raw(
    `alter table accounts.sessions add column if not exists idle_until timestamptz not null
     default now() + interval '30 days'`,
  );
  await db.raw(
    "alter table accounts.sessions add column if not exists remembered bool not null default false",
  );
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table accounts.sessions drop column if exists remembered");
  await db.raw("alter table accounts.sessions drop column if exists idle_until");
}

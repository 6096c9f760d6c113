import { addIndex, type Database } from "../../../shared/database";

const KEY = { schema: "accounts", table: "users", index: "users_least_assurance" };

/**
 * A second factor, recovery codes, and log-ins that wait for one. What a session of a user has to show at
 * the least is a key of the user which each session repeats: the release before, which knows of no
 * factors, writes 1 there and is refused by the foreign key where the user has 2.
 */
export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists accounts.factors (
    id uuid primary key,
    user_id uuid not null references accounts.users (id) on delete cascade,
    kind text not null,
    label text,
    secret_sealed bytea not null,
    last_step int8,
    confirmed_at timestamptz,
    last_used_at timestamptz,
    created_at timestamptz not null default now()
  )`);
  await db.raw("create index if not exists factors_user on accounts.factors (user_id)");
  await db.raw(`create table if not exists accounts.recovery_codes (
    user_id uuid not null references accounts.users (id) on delete cascade,
    hash bytea not null,
    used_at timestamptz,
    primary key (user_id, hash)
  )`);
  await db.raw(`create table if not exists accounts.log_ins (
    hash bytea primary key,
    user_id uuid not null references accounts.users (id) on delete cascade,
    methods text[] not null,
    credentials_version int4 not null,
    links_since int4 not null,
    links_ahead bool not null,
    remembered bool not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
  )`);
  await db.raw("create index if not exists log_ins_user on accounts.log_ins (user_id)");
  await db.raw("create index if not exists log_ins_expiry on accounts.log_ins (expires_at)");
  for (const table of ["users", "sessions"]) {
    await db.raw(
      `alter table accounts.${table} add column if not exists least_assurance int2 not null default 1`,
    );
  }
  await addIndex(db, { ...KEY, on: "(id, least_assurance)", unique: true });
  await db.raw("alter table accounts.sessions drop constraint if exists sessions_least_assurance");
  // Rows are looked at afterwards, under a lock that keeps nobody from logging in.
  await db.raw(
    `alter table accounts.sessions add constraint sessions_least_assurance foreign key
     (user_id, least_assurance) references accounts.users (id, least_assurance)
     on update cascade on delete cascade not valid`,
  );
  await db.raw("alter table accounts.sessions validate constraint sessions_least_assurance");
}

/** Whoever had a second factor has none then. */
export async function down(db: Database): Promise<void> {
  await db.raw("alter table accounts.sessions drop constraint if exists sessions_least_assurance");
  await db.raw("drop index if exists accounts.users_least_assurance");
  for (const table of ["sessions", "users"]) {
    await db.raw(`alter table accounts.${table} drop column if exists least_assurance`);
  }
  for (const table of ["log_ins", "recovery_codes", "factors"]) {
    await db.raw(`drop table if exists accounts.${table}`);
  }
}

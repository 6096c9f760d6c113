import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "./connect";
import { isSerializationFailure } from "./errors";

const TERM_SECONDS = 15;

/**
 * Runs `work` while holding a named lease of the database's, so that only one process does it at a
 * time. A holder that dies loses it after 15 s by the database's clock. Needs `createLeases`.
 */
export async function withLease<T>(
  db: Database,
  name: string,
  work: () => Promise<T>,
  waitMs = 120_000,
): Promise<T> {
  const owner = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  const giveUpAt = Date.now() + waitMs;
  while (!(await take(db, name, owner))) {
    if (Date.now() > giveUpAt) throw new Error(`another process holds the lease "${name}"`);
    await sleep(200);
  }
  const renewal = setInterval(
    () => void take(db, name, owner).catch(ignore),
    (TERM_SECONDS / 3) * 1000,
  );
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await db
      .raw("delete from jumar.leases where name = ? and owner = ?", [name, owner])
      .catch(ignore);
  }
}

/** The table behind `withLease`; safe to run by several at once. */
export async function createLeases(db: Database): Promise<void> {
  const statements = [
    "create schema if not exists jumar",
    `create table if not exists jumar.leases (
      name text primary key,
      owner text not null,
      expires_at timestamptz not null
    )`,
  ];
  for (const statement of statements) {
    await again(() => db.raw(statement));
  }
}

/** IF NOT EXISTS is no lock: two who create at once collide in the catalogue, and the second try finds it done. */
async function again(work: () => PromiseLike<unknown>, tries = 5): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code } = error as { code?: string };
    const collided = ["23505", "42P06", "42P07", "42710", "XX000"].includes(code ?? "");
    if (tries === 1 || !(collided || isSerializationFailure(error))) throw error;
    await sleep(50);
    await again(work, tries - 1);
  }
}

async function take(db: Database, name: string, owner: string): Promise<boolean> {
  try {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `insert into jumar.leases (name, owner, expires_at)
       values (?, ?, now() + ? * interval '1 second')
       on conflict (name) do update set owner = excluded.owner, expires_at = excluded.expires_at
         where leases.owner = excluded.owner or leases.expires_at < now()
       returning owner`,
      [name, owner, TERM_SECONDS],
    );
    return rows.length === 1;
  } catch (error) {
    if (isSerializationFailure(error)) return false;
    throw error;
  }
}

// A lease that could not be renewed or given back runs out by itself.
function ignore(): void {
  return;
}

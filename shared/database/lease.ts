import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "./connect";
import { isSerializationFailure } from "./errors";
import { persist } from "./persist";

const TERM_SECONDS = 15;
/** In ms. */
const LOOK_AGAIN = 200;

/** Another process has held a lease for as long as this one was ready to wait. */
class LeaseTakenError extends Error {
  override readonly name = "LeaseTakenError";
  constructor(name: string, waitMs: number) {
    super(
      `another process has held the lease ${name} for ${Math.round(waitMs / 1000)} s; wait until it has ended, then run the command again`,
    );
  }
}

/**
 * Runs `work` while holding a named lease of the database's, so that only one process does it at a
 * time. A holder that dies loses it after 15 s by the database's clock. Waits for `waitMs`, of which
 * `onWait` hears once, and then throws a LeaseTakenError. Needs `createLeases`.
 */
export async function withLease<T>(
  db: Database,
  name: string,
  work: () => Promise<T>,
  { waitMs = 120_000, onWait }: { waitMs?: number; onWait?: () => void } = {},
): Promise<T> {
  const owner = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  const giveUpAt = Date.now() + waitMs;
  for (let looks = 1; !(await take(db, name, owner)); looks += 1) {
    if (Date.now() > giveUpAt) throw new LeaseTakenError(name, waitMs);
    if (looks === 10) onWait?.();
    await sleep(LOOK_AGAIN);
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
    await persist(() => db.raw(statement));
  }
}

async function take(db: Database, name: string, owner: string): Promise<boolean> {
  try {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `insert into jumar.leases (name, owner, expires_at)
       values (?, ?, now() + cast(? as float8) * interval '1 second')
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

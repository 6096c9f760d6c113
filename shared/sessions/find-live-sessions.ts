import type { Database } from "../database";

const BY_IDS = `
  select s.id, s.token_hash
  from accounts.sessions s join accounts.users u on u.id = s.user_id
  where s.id = any(?) and s.expires_at > now() and s.idle_until > now()
    and u.disabled_at is null`;

/** Which of some sessions (UUIDs) live, each with the hash of the token that it has now. */
export async function findLiveSessions(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, Buffer>> {
  const { rows } = await db
    .raw<{ rows: { id: string; token_hash: Buffer }[] }>(BY_IDS, [[...ids]])
    .options({ name: "find-live-sessions" });
  return new Map(rows.map(({ id, token_hash }) => [id, token_hash]));
}

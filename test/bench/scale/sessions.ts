import type { Database } from "../../../shared/database";
import { findSession, hashOfToken } from "../../../shared/sessions";
import { against, median } from "../statistics";

const ROUNDS = 7;
const AT_ONCE = 32;
const CHECKS = 3_000;

/** As many at once as a check asks for. */
const BARE = `
  select s.id, s.created_at, s.expires_at, s.authenticated_at, u.id as user_id, u.email, u.role,
         u.confirmed_at, u.disabled_at, u.created_at as registered_at, u.updated_at
  from accounts.sessions s join accounts.users u on u.id = s.user_id
  where s.token_hash = any(?) and s.expires_at > now() and u.disabled_at is null`;

/** Checks of sessions a second where there are many and where there are few, each beside a bare select there. */
export async function benchSessions(
  many: { db: Database; tokens: string[] },
  few: { db: Database; tokens: string[] },
) {
  const rates: Record<"many" | "few" | "bareMany" | "bareFew", number[]> = {
    many: [],
    few: [],
    bareMany: [],
    bareFew: [],
  };
  for (let n = 0; n <= ROUNDS; n += 1) {
    const measured = {
      many: await perSecond(many.tokens, (some) => check(many.db, some)),
      few: await perSecond(few.tokens, (some) => check(few.db, some)),
      bareMany: await perSecond(many.tokens, (some) => select(many.db, some)),
      bareFew: await perSecond(few.tokens, (some) => select(few.db, some)),
    };
    if (n === 0) continue; // to warm up
    for (const [name, rate] of Object.entries(measured))
      rates[name as keyof typeof rates].push(rate);
  }
  return {
    unit: `checks a second, ${AT_ONCE} at once; with many users beside few, and each beside a bare select`,
    many_beside_few: against(rates.many, rates.few),
    bare_many_beside_few: against(rates.bareMany, rates.bareFew).ratio,
    to_bare: against(rates.many, rates.bareMany).ratio,
    median: Math.round(median(rates.many)),
  };
}

async function check(db: Database, tokens: string[]): Promise<void> {
  const found = await Promise.all(tokens.map((token) => findSession(db, token)));
  if (found.includes(undefined)) throw new Error("a session was not found");
}

async function select(db: Database, tokens: string[]): Promise<void> {
  await db.raw(BARE, [tokens.map(hashOfToken)] as never[]).options({ name: "bare sessions" });
}

async function perSecond(
  tokens: string[],
  ask: (some: string[]) => Promise<void>,
): Promise<number> {
  const since = performance.now();
  for (let done = 0; done < CHECKS; done += AT_ONCE) {
    const at = done % Math.max(1, tokens.length - AT_ONCE);
    await ask(tokens.slice(at, at + AT_ONCE));
  }
  return CHECKS / ((performance.now() - since) / 1_000);
}

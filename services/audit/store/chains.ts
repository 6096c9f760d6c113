import type { Transaction } from "../../../shared/database";

/** Where a chain ends: the number and the hash of its last entry. */
export interface Head {
  chain: number;
  seq: number;
  hash: Buffer;
}

// Always in the order of the chains, so that two who lock several never wait for each other.
const LOCK = `
  select chain, seq, hash, date_trunc('milliseconds', now()) as now
  from audit.chains where chain = any(?::int2[]) order by chain for update`;

/**
 * The heads of some chains, locked until the transaction ends, so that two never append at once, also
 * at READ COMMITTED; with them the database's time in whole milliseconds: what is hashed has to be what
 * is read back.
 */
export async function lockHeads(
  trx: Transaction,
  chains: number[],
): Promise<{ heads: Map<number, Head>; now: Date }> {
  const { rows } = await trx
    .raw<{ rows: (Head & { now: Date })[] }>(LOCK, [chains] as never[])
    .options({ name: "lock heads" });
  const heads = rows.map(({ chain, seq, hash }): [number, Head] => [chain, { chain, seq, hash }]);
  return { heads: new Map(heads), now: rows[0]?.now ?? new Date(NaN) };
}

/** Each chain's head (null when it is missing) and the seq of its last entry (0 without entries), read together. */
export async function readEnds(
  trx: Transaction,
): Promise<{ chain: number; seq: number | null; hash: Buffer | null; last: number }[]> {
  const { rows } = await trx.raw<{
    rows: { chain: number; seq: number | null; hash: Buffer | null; last: number }[];
  }>(
    `select coalesce(c.chain, e.chain) as chain, c.seq, c.hash, coalesce(e.last, 0) as last
     from audit.chains c
     full join (select chain, max(seq) as last from audit.entries group by chain) e
       on e.chain = c.chain
     order by 1`,
  );
  return rows;
}

/** Where each chain ends, in their order. */
export async function readHeads(trx: Transaction): Promise<Head[]> {
  return await trx
    .withSchema("audit")
    .table("chains")
    .orderBy("chain")
    .select<Head[]>("chain", "seq", "hash");
}

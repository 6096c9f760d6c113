import type { Transaction } from "../../../shared/database";

/** Where a chain ends: the number and the hash of its last entry. */
export interface Head {
  chain: number;
  seq: number;
  hash: Buffer;
}

/** The heads of some chains, held until the transaction ends, so that no two append at once. */
export async function lockHeads(trx: Transaction, chains: number[]): Promise<Map<number, Head>> {
  const rows = await trx
    .withSchema("audit")
    .table("chains")
    .whereIn("chain", chains)
    .orderBy("chain")
    .forUpdate()
    .select<Head[]>("chain", "seq", "hash");
  return new Map(rows.map((head) => [head.chain, head]));
}

export async function saveHeads(trx: Transaction, heads: Head[]): Promise<void> {
  await trx.withSchema("audit").table("chains").insert(heads).onConflict("chain").merge();
}

/** Each chain's head (absent: null) beside the number of its last entry (none: 0), read at one moment. */
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

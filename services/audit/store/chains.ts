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

/** A chain's head (null when it is missing) and the seq of its last entry (0 without entries). */
export interface End {
  chain: number;
  seq: number | null;
  hash: Buffer | null;
  last: number;
}

/** There are four; whoever makes more up does not have all of them read. */
const MOST_CHAINS = 50;

/** Where each chain ends, in their order, read together; each by its key, however long it is. */
export async function readEnds(trx: Transaction): Promise<End[]> {
  const heads = new Map((await readHeads(trx)).map((head) => [head.chain, head]));
  const chains = new Set([...heads.keys(), ...(await findChains(trx))]);
  const ends: End[] = [];
  for (const chain of [...chains].sort((a, b) => a - b)) {
    const { seq = null, hash = null } = heads.get(chain) ?? {};
    ends.push({ chain, seq, hash, last: await findLast(trx, chain) });
  }
  return ends;
}

/** The chains that have entries, from one to the next. */
async function findChains(trx: Transaction): Promise<number[]> {
  const chains: number[] = [];
  while (chains.length < MOST_CHAINS) {
    const query = trx.withSchema("audit").table("entries").orderBy(["chain", "seq"]);
    const last = chains.at(-1);
    if (last !== undefined) void query.where("chain", ">", last);
    const next = (await query.first("chain")) as { chain: number } | undefined;
    if (!next) break;
    chains.push(next.chain);
  }
  return chains;
}

async function findLast(trx: Transaction, chain: number): Promise<number> {
  const query = trx.withSchema("audit").table("entries").where({ chain }).orderBy("seq", "desc");
  const last = (await query.first("seq")) as { seq: number } | undefined;
  return last?.seq ?? 0;
}

/** Where each chain ends, in their order. */
export async function readHeads(trx: Transaction): Promise<Head[]> {
  return await trx
    .withSchema("audit")
    .table("chains")
    .orderBy("chain")
    .select<Head[]>("chain", "seq", "hash");
}

import { type Database, type Transaction, transaction } from "../../database";
import { type Subscription, typesOf } from "../subscription";

/** A type that a subscriber hears, or `*` for every one, and since when by the database's clock. */
export interface Heard {
  type: string;
  since: Date;
}

/**
 * Notes which types a subscriber hears; needs `reconcilerTables`. What it heard before keeps its time,
 * a type that is new to it begins now, and one that it no longer hears is forgotten.
 */
export async function noteHeard(
  db: Database,
  schema: string,
  subscriber: string,
  subscriptions: readonly Subscription<never>[],
): Promise<void> {
  const heard = typesOf(subscriptions);
  const types = heard === "*" ? ["*"] : [...heard];
  await transaction(db, async (trx) => {
    const known = new Set((await readHeard(trx, schema, subscriber)).map(({ type }) => type));
    const isSame = known.size === types.length && types.every((type) => known.has(type));
    if (isSame) return;
    await trx.raw("delete from ??.heard where subscriber = ? and type <> all(?::text[])", [
      schema,
      subscriber,
      types,
    ]);
    await trx.raw(
      `insert into ??.heard (subscriber, type)
       select ?::text, type from unnest(?::text[]) as heard (type)
       on conflict (subscriber, type) do nothing`,
      [schema, subscriber, types],
    );
  });
}

/** What a subscriber hears; nothing until a version that notes it has run. Needs `reconcilerTables`. */
export async function readHeard(
  on: Database | Transaction,
  schema: string,
  subscriber: string,
): Promise<Heard[]> {
  const { rows } = await on.raw<{ rows: Heard[] }>(
    "select type, since from ??.heard where subscriber = ? order by type",
    [schema, subscriber],
  );
  return rows;
}

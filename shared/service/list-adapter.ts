import type { Database } from "../database";

/** A table of a service as a list that is read by page numbers; nothing that is not named here can be asked for. */
export interface ListSource {
  table: string;
  /** What a row has. Everything else of the table stays there. */
  columns: readonly string[];
  /** The orders, by name. Rows without a value of the column are not listed. */
  sorts: Readonly<Record<string, { column: string; direction: "asc" | "desc" }>>;
  filters: Readonly<Record<string, { column: string; operator: "=" | ">=" | "<" }>>;
  /** How many rows are counted at most. */
  countedRows: number;
}

/** What moleculer-db asks of its adapter, as far as we use it. */
interface Wanted {
  query?: Readonly<Record<string, Value | undefined>>;
  sort?: string;
  limit?: number | null;
  offset?: number | null;
}
type Value = string | number | boolean | Date;

/**
 * Lets moleculer-db read a table through the service's own pool. Whatever writes is refused: what a
 * service owns is changed by its domain functions alone.
 */
export function createListAdapter(db: Database, schema: string, source: ListSource) {
  const all = () => db.withSchema(schema).table(source.table);
  const wanted = ({ query = {}, sort = "" }: Wanted) => {
    const rows = all().whereNotNull(named(source.sorts, sort).column);
    for (const [name, value] of Object.entries(query)) {
      const { column, operator } = named(source.filters, name);
      if (value !== undefined) void rows.where(column, operator, value);
    }
    return rows;
  };
  const find = async (params: Wanted): Promise<object[]> => {
    const { column, direction } = named(source.sorts, params.sort ?? "");
    const order = [column, "id"].map((each) => ({ column: each, order: direction }));
    // What is passed over is read in the index alone.
    const listed = wanted(params)
      .orderBy(order)
      .limit(params.limit ?? 0)
      .offset(params.offset ?? 0);
    return await all()
      .whereIn("id", listed.select("id"))
      .orderBy(order)
      .select<object[]>(...source.columns);
  };
  const findByIds = async (ids: readonly string[]): Promise<object[]> =>
    await all()
      .whereIn("id", ids)
      .select<object[]>(...source.columns);

  return {
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    find,
    findOne: async (params: Wanted) => (await find({ ...params, limit: 1 }))[0],
    findById: async (id: string) => (await findByIds([id]))[0],
    findByIds,
    async count(params: Wanted): Promise<number> {
      const counted = await db.count("* as rows").from(
        wanted(params)
          .select(db.raw("1"))
          .limit(source.countedRows + 1)
          .as("counted"),
      );
      return Number((counted as { rows: string }[])[0]?.rows);
    },
    entityToObject: (row: object) => row,
    afterRetrieveTransformID: (row: object) => row,
    ...Object.fromEntries(WRITING.map((name) => [name, () => Promise.reject(refusal(name))])),
  };
}

const WRITING = [
  "insert",
  "insertMany",
  "updateMany",
  "updateById",
  "removeMany",
  "removeById",
  "clear",
  "beforeSaveTransformID",
  "createCursor",
] as const;

function refusal(method: string): Error {
  return new Error(`a list is read only: ${method} is refused`);
}

/** Own properties alone: `constructor` names neither an order nor a filter. */
function named<T>(known: Readonly<Record<string, T>>, name: string): T {
  const one = Object.hasOwn(known, name) ? known[name] : undefined;
  if (one === undefined) throw new Error(`a list has no order or filter "${name}"`);
  return one;
}

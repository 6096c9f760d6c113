import type { ServiceSchema } from "moleculer";
import moleculerDb from "moleculer-db";
import type { Deps } from "./deps";
import { createListAdapter, type ListSource } from "./list-adapter";

/** A page of a list, by its number. */
export interface NumberedPage<Row> {
  rows: Row[];
  page: number;
  page_size: number;
  total: number;
  total_pages: number;
  more: boolean;
}

/** A list of a service's own table that moleculer-db pages through. */
export interface NumberedList<Row> {
  /** Throws an error that is no AppError for an order or a filter that the list has not. */
  page(wanted: {
    page: number;
    page_size: number;
    sort: string;
    filters: Record<string, string | boolean | Date | undefined>;
  }): Promise<NumberedPage<Row>>;
  /** What the Moleculer service has of it; no action is among it. */
  schema: Partial<ServiceSchema>;
}

type Mixin = Required<
  Pick<ServiceSchema, "methods" | "settings" | "created" | "started" | "stopped">
>;

/** The Moleculer service, as moleculer-db made it. */
interface Listing {
  _list(ctx: null, params: object): Promise<{ rows: unknown[]; total: number }>;
}

/**
 * A list by page numbers, for a service's `prepare`; its `schema` goes into the service's `moleculer`.
 * Of moleculer-db we take the methods and leave the actions, which anyone could call with a query of
 * their own: the way in is the service's contract action, which checks who asks and for what.
 */
export function numberedList<Row>(
  { db, service: schema }: Pick<Deps, "db" | "service">,
  source: ListSource,
): NumberedList<Row> {
  const { methods, settings, created, started, stopped } = moleculerDb as unknown as Mixin;
  let listing: Listing | undefined;
  const init = (_: unknown, service: Listing): void => {
    listing = service;
  };
  return {
    schema: {
      ...{ methods, created, started, stopped },
      adapter: { ...createListAdapter(db, schema, source), init },
      settings: Object.assign({}, settings, { idField: "id", fields: [...source.columns] }),
    } as Partial<ServiceSchema>,
    async page({ page, page_size, sort, filters }) {
      if (!listing) throw new Error("a list is read by a running service only");
      const { rows, total } = await listing._list(null, {
        ...{ page, pageSize: page_size, limit: page_size, offset: (page - 1) * page_size },
        ...{ sort, query: filters },
      });
      const counted = Math.min(total, source.countedRows);
      return {
        rows: rows as Row[],
        page,
        page_size,
        total: counted,
        total_pages: Math.ceil(counted / page_size),
        more: total > counted,
      };
    },
  };
}

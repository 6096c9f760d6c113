import { envelope as shape, type eventLogActions, type ParamsOf } from "../contracts";
import { toPage } from "../cursors";
import { transaction } from "../database";
import { findEvents } from "../events";
import type { PublisherDeps } from "./deps";
import { toEventFilters } from "./event-filters";
import { logCursors } from "./log-cursors";

type Params = ParamsOf<(typeof eventLogActions)["listEvents"]>;

/**
 * The event log by the time of the changes. Read forwards while events are written, it may lack one
 * that took longer to commit than its neighbours: who follows it has to look back a few seconds.
 */
export async function listEvents(
  { db, log, signer, service }: Pick<PublisherDeps, "db" | "log" | "signer" | "service">,
  { limit, cursor, order, ...filters }: Params,
) {
  const cursors = logCursors(signer, { ...filters, order });
  const after = cursors.decode(cursor);
  const found = await transaction(db, (trx) =>
    findEvents(trx, service, toEventFilters(filters), { order, after, limit: limit + 1 }),
  );
  const { data, next_cursor } = toPage(
    found,
    limit,
    (row) => ({ event: shape.parse(row.envelope), time: row.position[0] }),
    ({ position }) => cursors.encode(position),
    { log, list: `${service}.listEvents` },
  );
  return {
    data: data.map(({ event }) => event),
    next_cursor,
    exact_times: data.map(({ time }) => time),
  };
}

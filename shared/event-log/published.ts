import type { eventLogActions, ParamsOf } from "../contracts";
import { findEventIds, findEventsById, findPublishedUntil } from "../events";
import { decodeTypeId, encodeTypeId } from "../ids";
import type { PublisherDeps } from "./deps";

type Needed = Pick<PublisherDeps, "db" | "service">;
type Actions = typeof eventLogActions;

/** Below which id every event of this log was published, none of them younger than some seconds. */
export async function publishedUntil(
  { db, service }: Needed,
  { seconds }: ParamsOf<Actions["publishedUntil"]>,
) {
  return { before: encodeTypeId("event", await findPublishedUntil(db, service, seconds)) };
}

/** The ids of events of this log from one id on and below another, in their order. */
export async function listEventIds(
  { db, service }: Needed,
  { from, before, types, limit }: ParamsOf<Actions["listEventIds"]>,
) {
  const window = { from: decodeTypeId(from), before: decodeTypeId(before), types };
  const found = await findEventIds(db, service, { ...window, limit: limit + 1 });
  const ids = found.map((id) => encodeTypeId("event", id));
  return { ids: ids.slice(0, limit), next: ids[limit] ?? null };
}

/** Events of this log by their ids, without those that it does not have. */
export async function getEvents({ db, service }: Needed, { ids }: ParamsOf<Actions["getEvents"]>) {
  return {
    data: await findEventsById(
      db,
      service,
      ids.map((id) => decodeTypeId(id)),
    ),
  };
}

import type {
  ActionContract,
  Caller,
  eventLogActions as contract,
  ParamsOf,
  ResultOf,
} from "../contracts";
import { countEvents } from "./count-events";
import type { PublisherDeps } from "./deps";
import { getEvent } from "./get-event";
import { listEvents } from "./list-events";
import { listEventsByUser } from "./list-events-by-user";
import { getEvents, listEventIds, publishedUntil } from "./published";
import { recordOperation, recordRepair } from "./record-operation";

type Functions<Actions extends Record<string, ActionContract>> = {
  [A in keyof Actions]: (
    deps: PublisherDeps,
    params: ParamsOf<Actions[A]>,
    caller: Caller,
  ) => Promise<ResultOf<Actions[A]>>;
};

/** What a publisher's contract has from `eventLogActions`, done on the outbox in its own schema. */
export const eventLogActions: Functions<typeof contract> = {
  listEvents,
  countEvents,
  getEvent,
  listEventsByUser,
  publishedUntil,
  listEventIds,
  getEvents,
  recordOperation,
  recordRepair,
};

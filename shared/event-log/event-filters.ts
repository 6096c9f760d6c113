import { type EventFilters, requireKnownTypes } from "../events";

/** The filters of the event log as they come from outside. */
export interface EventParams {
  type?: string | undefined;
  subject?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** The filters of the event log as its store takes them. Throws `validation_failed` for an unknown type. */
export function toEventFilters({ type, subject, since, until }: EventParams): EventFilters {
  const types = type?.split(",").map((name) => name.trim());
  requireKnownTypes(types ?? []);
  return {
    types,
    subject,
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
  };
}

import type { EventFilters } from "../events";

/** The filters of the event log as they come from outside. */
export interface EventParams {
  type?: string | undefined;
  subject?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** The filters of the event log as its store takes them. */
export function toEventFilters({ type, subject, since, until }: EventParams): EventFilters {
  return {
    types: type?.split(",").map((name) => name.trim()),
    subject,
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
  };
}

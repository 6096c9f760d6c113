import { counter } from "../observability";

/** Counted by the relay. */
export const published = counter(
  "jumar_relay_published_total",
  "Events that were published and marked, by the service whose they are.",
  ["service"],
);
export const returned = counter(
  "jumar_relay_returned_total",
  "Events that reached no queue and wait for another try.",
  ["service"],
);

export const OUTCOMES = ["done", "failed", "postponed", "dead"] as const;

/** `done`, `failed` (tried again), `postponed` (something it needs is away) or `dead` (given up). */
export const attempts = counter(
  "jumar_event_attempts_total",
  "Tries at handling an event, by subscriber and what came of them: done, failed, postponed or dead.",
  ["subscriber", "outcome"],
);

import type { Envelope } from "../envelope";

/** Whom or what an event is about: the aggregate whose version it carries, and whom else it concerns. */
export interface About {
  /** The TypeID of the aggregate; absent when the event changes none. */
  subject?: string | undefined;
  /** TypeIDs of users and others whom the event is about as well. */
  concerns?: readonly string[] | undefined;
}

/**
 * The same as a row of the outbox has it. `subject` is whom the event is about, the user if there is
 * one, as the version before writes and reads it; `aggregate` is the envelope's subject where that is
 * another, and empty where it has none; `concerns` are the others.
 */
export interface AboutColumns {
  subject: string | null;
  aggregate: string | null;
  concerns: string[] | null;
}

export function toColumns({ subject, concerns = [] }: About): AboutColumns {
  const others = concerns.filter((id) => id !== subject);
  const whom = firstOf(subject, others);
  const rest = [...new Set(others.filter((id) => id !== whom))];
  return {
    subject: whom ?? null,
    aggregate: whom === subject ? null : (subject ?? ""),
    concerns: rest.length === 0 ? null : rest,
  };
}

/** What an envelope says of it: a CloudEvents attribute is no list, so the ids have spaces between. */
export function fromColumns({
  subject,
  aggregate,
  concerns,
}: AboutColumns): Pick<Envelope, "subject" | "concerns"> {
  const named = aggregate ?? subject;
  const others = [
    ...(aggregate === null || subject === null ? [] : [subject]),
    ...(concerns ?? []),
  ];
  return {
    ...(named ? { subject: named } : {}),
    ...(others.length > 0 ? { concerns: others.join(" ") } : {}),
  };
}

/** Everything and everybody an event is about: its subject, if it has one, then whom it concerns. */
export function aboutOf({ subject, concerns }: Pick<Envelope, "subject" | "concerns">): string[] {
  const others = concerns?.split(" ").filter((id) => id !== "") ?? [];
  return [...new Set([...(subject === undefined ? [] : [subject]), ...others])];
}

/** The one whom an event is about, as lists show it: the user if there is one; undefined when it is about nobody. */
export function whomOf(event: Pick<Envelope, "subject" | "concerns">): string | undefined {
  return firstOf(event.subject, aboutOf(event));
}

function firstOf(subject: string | undefined, others: readonly string[]): string | undefined {
  if (subject?.startsWith("user_")) return subject;
  return others.find((id) => id.startsWith("user_")) ?? subject ?? others[0];
}

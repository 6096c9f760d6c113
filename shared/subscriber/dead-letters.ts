import { randomBytes } from "node:crypto";
import type { DeadLetter } from "../contracts";
import { connect, type ConnectionSettings } from "../database";
import type { Envelope } from "../events";
import { type SubscriberCalls, subscriberCalls } from "../service";
import { createSigner } from "../signing";
import { settingsOf } from "./options";

/** Which subscriber, and where its inbox is. */
export interface InboxPlace {
  /** The database that the subscriber was given, as a URL with its port or as settings. */
  database: string | ConnectionSettings;
  /** The name that the subscriber gave itself. */
  name: string;
}

/** What a subscriber of one's own has given up. */
export interface DeadLetters {
  /** The last given up first, 100 a page unless `limit` says otherwise; `next_cursor` is null at the end. */
  list(page?: {
    type?: string;
    limit?: number;
    cursor?: string;
  }): Promise<{ data: DeadLetter[]; next_cursor: string | null }>;
  /** One, with its error and its envelope. Throws an AppError `not_found`. */
  show(id: string): Promise<DeadLetter>;
  /** Has events tried again from the beginning, some or all of them; resolves with how many. What is no event stays. */
  retry(what: { ids: string[] } | { all: true }): Promise<number>;
  /** Forgets one, and resolves with what it was. Throws an AppError `not_found`. */
  discard(id: string): Promise<DeadLetter>;
  /** Lets go of the database. */
  close(): Promise<void>;
}

/** The dead letters of a subscriber that has a database of its own; the subscriber may be running or not. */
export function deadLetters(place: InboxPlace): DeadLetters {
  const { calls, close } = openInbox(place);
  return {
    list: async (page = {}) => await calls.listDeadLetters({ limit: 100, ...page }),
    show: async (id) => (await calls.getDeadLetter({ id })).dead_letter,
    async retry(what) {
      if ("ids" in what) return (await calls.retryDeadLetters(what)).retried;
      let retried = 0;
      let before: string | undefined;
      for (let left = 1; left > 0;) {
        const given = { all: true as const, ...(before === undefined ? {} : { before }) };
        const answer = await calls.retryDeadLetters(given);
        ({ before, left } = answer);
        retried += answer.retried;
      }
      return retried;
    },
    discard: async (id) => (await calls.discardDeadLetter({ id })).dead_letter,
    close,
  };
}

/**
 * Hands events to a subscriber again, at most 1,000 at once: those it knows, done or not, change nothing.
 * The subscriber takes them up when it next looks into its inbox.
 */
export async function replay(
  place: InboxPlace & { events: readonly Envelope[] },
): Promise<{ received: number; new: number; known: number }> {
  const { calls, close } = openInbox(place);
  try {
    return await calls.replay({ events: [...place.events] });
  } finally {
    await close();
  }
}

function openInbox({ database, name }: InboxPlace): {
  calls: SubscriberCalls;
  close: () => Promise<void>;
} {
  const db = connect({ settings: settingsOf(database), service: name, poolSize: 2 });
  const signer = createSigner(randomBytes(48).toString("hex"));
  return {
    calls: subscriberCalls({ db, signer, service: name }),
    close: () => db.destroy(),
  };
}

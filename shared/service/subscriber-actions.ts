import {
  type ActionContract,
  type DeadLetter,
  type subscriberActions as contract,
} from "../contracts";
import { decodeCursor, encodeCursor, listName, toPage } from "../cursors";
import { AppError } from "../errors";
import { createDeadLetters, createInbox, type DeadLetterRow, type Envelope } from "../events";
import type { ActionFunction } from "./define-service";
import type { Deps } from "./deps";

type Needed = Pick<Deps, "db" | "signer" | "service">;
type Functions<Actions extends Record<string, ActionContract>> = {
  [A in keyof Actions]: ActionFunction<Actions[A], Needed>;
};

/** What a subscriber's contract has from `subscriberActions`, done on the inbox in its own schema. */
export const subscriberActions: Functions<typeof contract> = {
  async listDeadLetters(deps, { type, limit, cursor }) {
    const list = listName(`${deps.service}.listDeadLetters`, { type });
    const after = decodeCursor(deps.signer, list, cursor);
    const rows = await deadLettersOf(deps).list({ type }, { after, limit: limit + 1 });
    return toPage(rows, limit, toDeadLetter, ({ position }) =>
      encodeCursor(deps.signer, list, position),
    );
  },
  async countDeadLetters(deps) {
    return { count: await deadLettersOf(deps).count() };
  },
  async getDeadLetter(deps, { id }) {
    const row = await deadLettersOf(deps).find(id);
    return { dead_letter: toDeadLetter(row ?? notThere(deps, id)) };
  },
  async retryDeadLetters(deps, { ids, before, limit }) {
    const deadLetters = deadLettersOf(deps);
    const until = before ?? (await deadLetters.now());
    if (ids) {
      return { retried: await deadLetters.retry(ids), unreadable: 0, left: 0, before: until };
    }
    const unreadable = await deadLetters.countUnreadable();
    return { ...(await deadLetters.retryBefore(until, limit)), unreadable, before: until };
  },
  async discardDeadLetter(deps, { id }) {
    const row = await deadLettersOf(deps).discard(id);
    return { dead_letter: toDeadLetter(row ?? notThere(deps, id)) };
  },
  async replay({ db, service }, { events }) {
    const fresh = await createInbox(db, service, service).receive(events as Envelope[]);
    return { received: events.length, new: fresh, known: events.length - fresh };
  },
};

function deadLettersOf({ db, service }: Needed) {
  return createDeadLetters(db, service, service);
}

function notThere({ service }: Needed, id: string): never {
  throw new AppError("not_found", { detail: `${service} has no dead letter ${id}` });
}

function toDeadLetter({ position: _, ...row }: DeadLetterRow): DeadLetter {
  return {
    ...row,
    received_at: row.received_at.toISOString(),
    given_up_at: row.given_up_at.toISOString(),
  };
}

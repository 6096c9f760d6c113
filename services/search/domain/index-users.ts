import { uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { type Envelope, findEvent, userRegistered } from "../../../shared/events";
import type { Document } from "../store/documents";
import { applyEvent, emptyDocument } from "./apply-event";
import { type Change, changeOf, type Known, saveDocuments } from "./save-documents";

/**
 * Changes the documents of the users that events are about, a batch in a few statements. What
 * changes nothing writes nothing. Holds at READ COMMITTED: documents are locked before they are read.
 * Throws a ZodError for data that is not the event's.
 */
export async function indexUsers(
  _deps: unknown,
  events: Envelope[],
  trx: Transaction,
): Promise<void> {
  const ids = [...new Set(events.map(userOf))];
  // The first event of a user; it is seldom that others were heard before it.
  const expected = new Set(events.filter(isRegistration).map(userOf));
  const change = (some: string[], known: Known): Change[] => {
    const wanted = new Set(some);
    const about = events.filter((event) => wanted.has(userOf(event)));
    return [...applyEvents(about, known).values()].map((document) => changeOf(document, known));
  };
  await saveDocuments(trx, ids, change, expected);
}

/** The documents that events are about, after them, by the users' ids (UUIDs). */
export function applyEvents(
  events: Envelope[],
  known: ReadonlyMap<string, Document> = new Map(),
): Map<string, Document> {
  const documents = new Map<string, Document>();
  for (const event of events.map(withData)) {
    const id = userOf(event);
    documents.set(id, applyEvent(documents.get(id) ?? known.get(id) ?? emptyDocument(id), event));
  }
  return documents;
}

function withData(event: Envelope): Envelope {
  return { ...event, data: findEvent(event.type)?.data.parse(event.data) };
}

function isRegistration({ type }: Envelope): boolean {
  return type === userRegistered.type;
}

function userOf({ subject }: Envelope): string {
  return uuidOf(subject ?? "");
}

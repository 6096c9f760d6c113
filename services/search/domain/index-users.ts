import { uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { findEvent, type Envelope } from "../../../shared/events";
import { findDocuments, type Document } from "../store/documents";
import { applyEvent, emptyDocument } from "./apply-event";
import { saveDocuments } from "./save-documents";

/**
 * Changes the documents of the users that events are about, a batch in a few statements. What
 * changes nothing writes nothing. Throws a ZodError for data that is not the event's.
 */
export async function indexUsers(
  _deps: unknown,
  events: Envelope[],
  trx: Transaction,
): Promise<void> {
  const known = await findDocuments(trx, [...new Set(events.map(userOf))]);
  await saveDocuments(trx, applyEvents(events, known).values(), known);
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

function userOf({ subject }: Envelope): string {
  return uuidOf(subject ?? "");
}

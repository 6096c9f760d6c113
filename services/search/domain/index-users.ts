import { emailKeyOf, uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { findEvent, type Envelope } from "../../../shared/events";
import {
  findDocuments,
  saveDocuments,
  type Document,
  type IndexedDocument,
  type IndexedText,
} from "../store/documents";
import { replaceTerms } from "../store/terms";
import { applyEvent, emptyDocument } from "./apply-event";
import { foldText, termsOf } from "./search-text";

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
  const documents = new Map<string, Document>();
  for (const event of events.map(withData)) {
    const id = userOf(event);
    documents.set(id, applyEvent(documents.get(id) ?? known.get(id) ?? emptyDocument(id), event));
  }
  const changed = [...documents.values()]
    .map((document) => ({ ...document, ...indexedText(document) }))
    .filter((row) => !isSame(row, known.get(row.id)));
  await saveDocuments(trx, changed);
  await replaceTerms(
    trx,
    changed
      .filter(({ id, search_text }) => search_text !== (known.get(id)?.search_text ?? null))
      .map(({ id, search_text }) => ({
        id,
        terms: search_text === null ? [] : termsOf(search_text),
      })),
  );
}

function withData(event: Envelope): Envelope {
  return { ...event, data: findEvent(event.type)?.data.parse(event.data) };
}

function userOf({ subject }: Envelope): string {
  return uuidOf(subject ?? "");
}

/** Somebody whose registration was not heard yet, or who is gone, is in no list. */
function indexedText({ created_at, email }: Document): IndexedText {
  if (created_at === null || email === null) return { email_key: null, search_text: null };
  return { email_key: emailKeyOf(email), search_text: foldText(email) };
}

function isSame(a: IndexedDocument, b: IndexedDocument | undefined): boolean {
  const textOf = (row: IndexedDocument) => JSON.stringify(Object.entries(row).sort());
  return b !== undefined && textOf(a) === textOf(b);
}

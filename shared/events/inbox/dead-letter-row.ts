import { encodeTypeId } from "../../ids";
import type { Envelope } from "../envelope";

/** What a subscriber has given up: an event, or a message that is none. */
export interface DeadLetterRow {
  /** A TypeID, also where the message was no event. */
  event_id: string;
  type: string;
  subscriber: string;
  attempts: number;
  last_error: string | null;
  received_at: Date;
  given_up_at: Date;
  envelope: Envelope | null;
  /** Base64 of what was no event. */
  content: string | null;
  /** Where it stands in the list. */
  position: [string, string];
}

/** The columns of an inbox that are read, and what a statement counts. */
export type StoredRow = Omit<DeadLetterRow, "envelope" | "content" | "position"> & {
  envelope: Envelope | { content?: string } | null;
  position: string;
  count: string;
};

/** A row as it is read, an event told apart from other messages. */
export function toDeadLetter({ envelope, position, ...row }: StoredRow): DeadLetterRow {
  const isEvent = envelope !== null && "specversion" in envelope;
  return {
    ...row,
    event_id: encodeTypeId("event", row.event_id),
    envelope: isEvent ? envelope : null,
    content: isEvent || envelope === null ? null : (envelope.content ?? null),
    position: [position, row.event_id],
  };
}

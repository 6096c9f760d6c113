import type { Database, Transaction } from "../../database";

/** Whose inbox, and where it is. */
export interface InboxPlace {
  db: Database;
  schema: string;
  subscriber: string;
}

/** The inbox table of a schema, to be queried on a pool or in a transaction. */
export function inboxTable(on: Database | Transaction, schema: string) {
  return on.withSchema(schema).table("inbox");
}

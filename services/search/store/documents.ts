import type { Transaction } from "../../../shared/database";

/**
 * What is known of a user, in the order in which it was heard. Each field remembers the version of
 * the event it is from, so that events may come late; a deleted user stays as a bare id.
 */
export interface Document {
  id: string;
  /** Of the newest event there was. */
  version: number;
  deleted: boolean;
  email: string | null;
  email_version: number;
  role: "user" | "admin";
  role_version: number;
  confirmed_at: Date | null;
  confirmed_version: number;
  disabled_at: Date | null;
  disabled_version: number;
  /** Null until the registration was heard. */
  created_at: Date | null;
  updated_at: Date | null;
}

/** What the indexes hold of a document; null keeps it out of every list. */
export interface IndexedText {
  email_key: string | null;
  search_text: string | null;
}

export type IndexedDocument = Document & IndexedText;

const COLUMNS = [
  "id", "version", "deleted", "email", "email_version", "role", "role_version", "confirmed_at",
  "confirmed_version", "disabled_at", "disabled_version", "created_at", "updated_at", "email_key",
  "search_text",
] as const; // prettier-ignore

const documents = (trx: Transaction) => trx.withSchema("search").table("documents");

/** The documents there are of some users (UUIDs), by id. */
export async function findDocuments(
  trx: Transaction,
  ids: string[],
): Promise<Map<string, IndexedDocument>> {
  const rows = (await documents(trx)
    .whereIn("id", ids)
    .select(...COLUMNS)) as IndexedDocument[];
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The versions of the documents behind one (a UUID) up to another, by id; deleted users aside, of whom
 * nothing is left to find.
 */
export async function findDocumentVersions(
  trx: Transaction,
  { after, upTo }: { after: string | undefined; upTo: string | undefined },
): Promise<Map<string, number>> {
  const query = documents(trx).where({ deleted: false });
  if (after !== undefined) void query.where("id", ">", after);
  if (upTo !== undefined) void query.where("id", "<=", upTo);
  const rows = (await query.select("id", "version")) as { id: string; version: number }[];
  return new Map(rows.map(({ id, version }) => [id, version]));
}

export async function saveDocuments(trx: Transaction, rows: IndexedDocument[]): Promise<void> {
  if (rows.length === 0) return;
  await documents(trx)
    .insert(rows.map((row) => ({ ...row, confirmed: row.confirmed_at !== null })))
    .onConflict("id")
    .merge();
}

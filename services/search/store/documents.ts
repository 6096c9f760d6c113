import type { Transaction } from "../../../shared/database";
import type { Role } from "../../../shared/principal";

/**
 * What events have said of a user. Each field keeps the version of the event that set it, so that
 * events may arrive in any order; of a deleted user only the id stays.
 */
export interface Document {
  id: string;
  /** The version of the newest event. */
  version: number;
  deleted: boolean;
  email: string | null;
  email_version: number;
  role: Role;
  role_version: number;
  confirmed_at: Date | null;
  confirmed_version: number;
  disabled_at: Date | null;
  disabled_version: number;
  /** Null until the registration has arrived. */
  created_at: Date | null;
  updated_at: Date | null;
}

/** The indexed text of a document; null keeps it out of every list. */
export interface IndexedText {
  email_key: string | null;
  search_text: string | null;
}

export type IndexedDocument = Document & IndexedText;

/** The columns of a document, each with its type. */
const TYPES = {
  id: "uuid",
  version: "int4",
  deleted: "bool",
  email: "text",
  email_version: "int4",
  role: "text",
  role_version: "int4",
  confirmed_at: "timestamptz",
  confirmed_version: "int4",
  disabled_at: "timestamptz",
  disabled_version: "int4",
  created_at: "timestamptz",
  updated_at: "timestamptz",
  email_key: "text",
  search_text: "text",
} as const satisfies Record<keyof IndexedDocument, string>;

const COLUMNS = Object.keys(TYPES) as (keyof IndexedDocument)[];
const NAMES = COLUMNS.join(", ");
const ROWS = `unnest(${Object.values(TYPES)
  .map((type) => `?::${type}[]`)
  .join(", ")}) as saved (${NAMES})`;

// Always in the order of their ids, so that two who lock several never wait for each other.
const LOCK = `select ${NAMES} from search.documents where id = any(?::uuid[]) order by id for update`;

/**
 * The documents of some users (UUIDs) by id, locked until the transaction ends: what is made of them at
 * READ COMMITTED overwrites nothing that others have committed.
 */
export async function lockDocuments(
  trx: Transaction,
  ids: string[],
): Promise<Map<string, IndexedDocument>> {
  if (ids.length === 0) return new Map();
  const { rows } = await trx
    .raw<{ rows: IndexedDocument[] }>(LOCK, [ids] as never[])
    .options({ name: "lock documents" });
  return new Map(rows.map((row) => [row.id, row]));
}

const documents = (trx: Transaction) => trx.withSchema("search").table("documents");

/** The versions of the documents after one id (a UUID) up to another, by id; without deleted users. */
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

const INSERT = `
  insert into search.documents (${NAMES}, confirmed)
  select ${NAMES}, confirmed_at is not null from ${ROWS}
  on conflict (id) do nothing returning id`;

/** Makes documents, but for those that are there already; answers the ids that it has made. */
export async function insertDocuments(
  trx: Transaction,
  rows: IndexedDocument[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { rows: made } = await trx
    .raw<{ rows: { id: string }[] }>(INSERT, valuesOf(rows))
    .options({ name: "insert documents" });
  return new Set(made.map(({ id }) => id));
}

const UPDATE = `
  update search.documents d
  set ${COLUMNS.filter((name) => name !== "id")
    .map((name) => `${name} = saved.${name}`)
    .join(", ")}, confirmed = saved.confirmed_at is not null
  from ${ROWS} where d.id = saved.id`;

/** Replaces documents that this transaction has locked. */
export async function updateDocuments(trx: Transaction, rows: IndexedDocument[]): Promise<void> {
  if (rows.length === 0) return;
  await trx.raw(UPDATE, valuesOf(rows)).options({ name: "update documents" });
}

/** A list for each column, in the order of the ids. */
function valuesOf(rows: IndexedDocument[]): never[] {
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return COLUMNS.map((name) => sorted.map((row) => row[name])) as never[];
}

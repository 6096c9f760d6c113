import type { Database } from "../../database";

/** A subscriber whose inbox is in a database. */
export interface FoundInbox {
  /** Its name, which is also its schema. */
  name: string;
  /** Whether the user of the connection may read and change it. */
  usable: boolean;
}

/** Every inbox in a database, whosever it is, by name: each schema with a table `inbox` of our form. */
export async function findInboxes(db: Database): Promise<FoundInbox[]> {
  const { rows } = await db.raw<{ rows: FoundInbox[] }>(
    `select n.nspname as name,
            has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
              and has_table_privilege(c.oid, 'update') as usable
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relname = 'inbox' and c.relkind in ('r', 'p') and 4 = (
       select count(*) from pg_catalog.pg_attribute a
       where a.attrelid = c.oid and a.attname in ('subscriber', 'event_id', 'envelope', 'status'))
     order by n.nspname`,
  );
  return rows;
}

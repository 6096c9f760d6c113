import type { Database } from "../../../shared/database";

/** Everything a database's schemas are made of, in lines: columns, indexes, constraints. */
export async function describeSchema(db: Database, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { line: string }[] }>(
    `select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type ||
            case is_nullable when 'NO' then ' not null' else '' end ||
            coalesce(' default ' || column_default, '') as line
     from information_schema.columns where table_schema = any(:schemas)
     union all
     select schemaname || ': ' || indexdef from pg_indexes where schemaname = any(:schemas)
     union all
     select conrelid::regclass || ': ' || pg_get_constraintdef(oid) from pg_constraint
     where connamespace::regnamespace::text = any(:schemas)
        or connamespace::regnamespace::text = any(:quoted)
     order by 1`,
    { schemas: [...schemas], quoted: schemas.map((schema) => `"${schema}"`) },
  );
  return rows.map(({ line }) => line).filter((line) => !/\.migrations(_lock)?[.: ]/.test(line));
}

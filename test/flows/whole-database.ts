import type { Target } from "../support/target";

/** Every row of every table of the platform as text. */
export async function wholeDatabase(target: Target): Promise<string> {
  const db = await target.database();
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
     from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const texts: string[] = [];
  for (const { name } of rows) {
    const all = await db.raw<{ rows: { row: string }[] }>(`select t::text as row from ${name} t`);
    texts.push(...all.rows.map(({ row }) => row));
  }
  expect(rows.length).toBeGreaterThan(8);
  return texts.join("\n");
}

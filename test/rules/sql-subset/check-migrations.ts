import type { MigrationSet } from "../../../shared/database";
import { schemasOf } from "./check-sources";
import { checkText } from "./check-text";
import type { Finding } from "./finding";
import { parse } from "./parse";
import { recordMigrations } from "./record-migrations";
import { jsonColumnsOf } from "./json-columns";

/** What the statements of the migrations break. */
export async function checkMigrations(
  root: string,
  sets: readonly MigrationSet[],
): Promise<Finding[]> {
  const recorded = await recordMigrations(root, sets);
  const jsonColumns = new Set(
    recorded.flatMap(({ sql }) =>
      (parse(sql, { whole: true })?.statements ?? []).flatMap(jsonColumnsOf),
    ),
  );
  return recorded.flatMap(({ sql, engine, service, file, line }) => {
    const schemas = schemasOf(`services/${service}/`);
    const broken = checkText([sql], { engine, schemas, jsonColumns }, { whole: true });
    return broken.map(({ rule: { name: rule, instead } }) => ({ file, line, rule, instead }));
  });
}

import type { MigrationSet } from "../../../shared/database";
import { schemasOf } from "./check-sources";
import { checkText } from "./check-text";
import type { Finding } from "./finding";
import { jsonColumnsOf } from "./json-columns";
import { parse } from "./parse";
import { recordMigrations } from "./record-migrations";

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
  return recorded.flatMap(({ sql, engine, service, file, line }, at) => {
    const schemas = schemasOf(`services/${service}/`);
    const broken = checkText([sql], { engine, schemas, jsonColumns }, { whole: true }).filter(
      ({ rule }) =>
        !(rule.name === "repeatable-ddl" && addsWhatIsGone(sql, recorded[at - 1]?.sql)) &&
        !(file === POSTGRESQL && OF_POSTGRESQL.includes(rule.name)),
    );
    return broken.map(({ rule: { name: rule, instead } }) => ({ file, line, rule, instead }));
  });
}

/** What builds indexes on PostgreSQL, and looks for the broken one that an interrupted build leaves. */
const POSTGRESQL = "shared/database/migrations/postgresql.ts";
const OF_POSTGRESQL = ["no-concurrent-index", "no-unknown-setting"];

const ADDS = /^alter table (\S+) add constraint (\S+) /;
const DROPS = /^alter table (\S+) drop constraint if exists (\S+)$/;

/** A constraint has no IF NOT EXISTS; added just after it was dropped, it can be added again. */
function addsWhatIsGone(sql: string, before = ""): boolean {
  const [, ...added] = ADDS.exec(sql) ?? [];
  const [, ...dropped] = DROPS.exec(before) ?? [];
  return added.length > 0 && added.join() === dropped.join();
}

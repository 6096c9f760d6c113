import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadModule } from "libpg-query";
import { loadMigrations } from "../../../services/load";
import { checkMigrations } from "./check-migrations";
import { checkSources } from "./check-sources";
import { type Finding, sorted } from "./finding";

/** The folders whose SQL is looked at. */
const FOLDERS = ["services", "shared", "cli"];

/** Not ours to look at: recorded instead, somebody else's, PostgreSQL's alone, CockroachDB's alone. */
const ELSEWHERE =
  /[\\/]services[\\/][^\\/]+[\\/]migrations[\\/]|[\\/](node_modules|embedded)[\\/]|[\\/]shared[\\/]database[\\/](cockroachdb|migrations[\\/]postgresql)\.ts$/;

/** Every place of the tree whose SQL is not what PostgreSQL and CockroachDB both take. */
export async function checkTree(root: string): Promise<Finding[]> {
  await loadModule();
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      join(root, folder, file),
    ),
  );
  const sources = files.filter((file) => file.endsWith(".ts") && !ELSEWHERE.test(file));
  const inMigrations = await checkMigrations(root, loadMigrations());
  return sorted([...inMigrations, ...checkSources(root, sources)]);
}

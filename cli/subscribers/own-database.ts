import { loadConfig } from "../../shared/config";
import { connect, type Database, settingsFromUrl } from "../../shared/database";
import { UsageError } from "../usage-error";

/** Runs `work` on the database of a URL that was given as `--database`. Throws a UsageError for what is no such URL. */
export async function onOwnDatabase<T>(
  url: string,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const db = connect({ settings: settingsOf(url), service: "operator", poolSize: 2 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

function settingsOf(url: string) {
  try {
    return settingsFromUrl(loadConfig({ DATABASE_URL: url }));
  } catch {
    // Not repeated: it may have a password in it.
    throw new UsageError(
      "--database takes a URL such as postgresql://user:password@host:5432/name",
    );
  }
}

import { type OpenDatabase, openDatabase } from "../../services/open-database";
import type { Config } from "../../shared/config";
import { isUnreachable, requireServerVersion } from "../../shared/database";

/**
 * Works on the database. An embedded server that another command had started ends with that command;
 * the work then goes on with a server of its own.
 */
export async function onDatabase<T>(
  config: Config,
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const database = await openDatabase(config, { name: "migrate" });
    if (!database) throw new Error("there is no database");
    try {
      await requireServerVersion(database.of("migrate"));
      return await work(database);
    } catch (error) {
      if (!database.embedded || !isUnreachable(error) || tries === 5) throw error;
    } finally {
      await database.close();
    }
  }
}

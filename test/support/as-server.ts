import { Client } from "pg";
import type { ConnectionSettings } from "../../shared/database";

/** Runs statements one after the other: by settings in the database `postgres`, by a URL in the one that it names. */
export async function asServer(
  server: ConnectionSettings | string,
  ...statements: string[]
): Promise<void> {
  const client =
    typeof server === "string"
      ? new Client({ connectionString: server })
      : new Client({ ...server, database: "postgres", ssl: false });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

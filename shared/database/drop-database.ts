import { Client } from "pg";
import { connectionOptions, type ConnectionSettings } from "./connection";

/** Drops the database of the settings, if it is there, whoever is connected to it. */
export async function dropDatabase(settings: ConnectionSettings): Promise<void> {
  const client = new Client(connectionOptions({ ...settings, database: "postgres" }, "drop"));
  await client.connect();
  try {
    const name = client.escapeIdentifier(settings.database ?? "jumar");
    const { rows } = await client.query<{ version: string }>("select version()");
    // CockroachDB lets nobody's connection be in the way, but wants to hear that there are tables.
    const how = rows[0]?.version.startsWith("CockroachDB") ? "cascade" : "with (force)";
    await client.query(`drop database if exists ${name} ${how}`);
  } finally {
    await client.end();
  }
}

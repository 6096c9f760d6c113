import { Client } from "pg";
import { connectionOptions, type ConnectionSettings } from "./connection";
import { isKept } from "./roles/is-kept";
import { roleOf } from "./roles/names";

/**
 * Drops the database of the settings, if it is there, whoever is connected to it, and the roles that
 * services had in it, where the user may.
 */
export async function dropDatabase(
  settings: ConnectionSettings,
  services: readonly string[],
): Promise<void> {
  const client = new Client(connectionOptions({ ...settings, database: "postgres" }, "drop"));
  await client.connect();
  try {
    const { database = "jumar" } = settings;
    const { rows } = await client.query<{ version: string }>("select version()");
    // CockroachDB lets nobody's connection be in the way, but wants to hear that there are tables.
    const how = rows[0]?.version.startsWith("CockroachDB") ? "cascade" : "with (force)";
    await client.query(`drop database if exists ${client.escapeIdentifier(database)} ${how}`);
    for (const service of services) await dropRole(client, roleOf(service, database));
  } finally {
    await client.end();
  }
}

async function dropRole(client: Client, role: string): Promise<void> {
  try {
    await client.query(`drop role if exists ${client.escapeIdentifier(role)}`);
  } catch (error) {
    if (!isKept(error)) throw error;
  }
}

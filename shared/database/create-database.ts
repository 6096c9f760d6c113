import { Client } from "pg";
import { connectionOptions, type ConnectionSettings } from "./connection";
import { persist } from "./persist";

/** Creates the database that DATABASE_URL names if it is absent; says whether it had to. */
export async function createDatabase(settings: ConnectionSettings): Promise<boolean> {
  return await persist(() => createUnlessThere(settings));
}

async function createUnlessThere(settings: ConnectionSettings): Promise<boolean> {
  if (await canConnect(settings)) return false;
  const name = settings.database ?? "jumar";
  // Both engines have a database of this name for administration.
  const client = new Client(connectionOptions({ ...settings, database: "postgres" }, "migrate"));
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
    return true;
  } catch (error) {
    if (["42P04", "23505"].includes((error as { code?: string }).code ?? "")) return false;
    throw error;
  } finally {
    await client.end();
  }
}

async function canConnect(settings: ConnectionSettings): Promise<boolean> {
  const client = new Client(connectionOptions(settings, "migrate"));
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "3D000") return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

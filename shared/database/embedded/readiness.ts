import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { socketPort } from "./folder-layout";

export interface Connection {
  host: string;
  port: number;
  user: string;
  database: string;
}

const databaseName = "jumar";

/** What node-postgres takes to reach the server whose socket lies in `host`. */
export function connectionTo(host: string): Connection {
  return { host, port: socketPort, user: databaseName, database: databaseName };
}

/**
 * Waits until a connection to the database succeeds; `gone` when the server ended meanwhile, `late`
 * when the time (ms since the epoch) is over. With `create` it makes the database when it is missing.
 */
export async function waitUntilReady(
  connection: Connection,
  { alive, create, until }: { alive: () => boolean; create: boolean; until: number },
): Promise<"ready" | "gone" | "late"> {
  for (;;) {
    const wasAlive = alive();
    const refusal = await tryTo(connection);
    // 53300: every connection is taken, so it is up
    if (refusal === undefined || refusal === "53300") return "ready";
    if (!wasAlive) return "gone";
    if (Date.now() > until) return "late";
    if (refusal === "3D000" && create) {
      await tryTo({ ...connection, database: "postgres" }, `CREATE DATABASE ${databaseName}`);
    } else {
      await delay(15);
    }
  }
}

/** Connects once and optionally runs a statement; answers the error's code or undefined. */
async function tryTo(connection: Connection, sql?: string): Promise<string | undefined> {
  // ssl is named because node-postgres would read PGSSLMODE otherwise
  const client = new Client({ ...connection, ssl: false, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    if (sql !== undefined) await client.query(sql);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? "unknown";
  } finally {
    await client.end().catch(() => undefined);
  }
}

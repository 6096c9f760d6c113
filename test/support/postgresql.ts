import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { contracts } from "../../shared/contracts";
import { roleOf } from "../../shared/database";

/** The PostgreSQL that tests use beside the embedded one; TEST_DATABASE_URL names another than this machine's. */
export const TEST_DATABASE_URL =
  process.env.TEST_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";

/** Why it cannot be used here, or undefined when it can. */
export async function whyNoPostgresql(): Promise<string | undefined> {
  try {
    const client = await connectToServer();
    await client.end();
    return undefined;
  } catch {
    return `PostgreSQL does not answer at ${new URL(TEST_DATABASE_URL).host}`;
  }
}

const TOO_MANY_CONNECTIONS = "53300";
/** In ms. Other fault files use the same server at the same time. */
const ROOM_WITHIN = 60_000;

async function connectToServer(): Promise<Client> {
  for (const until = Date.now() + ROOM_WITHIN; ; await sleep(500)) {
    const client = new Client({
      connectionString: TEST_DATABASE_URL,
      connectionTimeoutMillis: 2_000,
    });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const isFull = (error as { code?: string }).code === TOO_MANY_CONNECTIONS;
      if (!isFull || Date.now() > until) throw error;
    }
  }
}

/** The URL of a database that is not there yet, and what drops it. */
export function newDatabase(): { url: string; drop(): Promise<void> } {
  const name = `jumar_test_${randomBytes(6).toString("hex")}`;
  const url = new URL(TEST_DATABASE_URL);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      const client = await connectToServer();
      await client.query(`drop database if exists ${name} with (force)`);
      for (const service of Object.keys(contracts)) {
        await client.query(`drop role if exists ${roleOf(service, name)}`);
      }
      await client.end();
    },
  };
}

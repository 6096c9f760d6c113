import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** The PostgreSQL that tests use beside the embedded one; TEST_DATABASE_URL names another than this machine's. */
export const TEST_DATABASE_URL =
  process.env.TEST_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";

/** Why it cannot be used here, or undefined when it can. */
export async function whyNoPostgresql(): Promise<string | undefined> {
  const client = new Client({
    connectionString: TEST_DATABASE_URL,
    connectionTimeoutMillis: 2_000,
  });
  try {
    await client.connect();
    return undefined;
  } catch {
    return `PostgreSQL does not answer at ${new URL(TEST_DATABASE_URL).host}`;
  } finally {
    await client.end().catch(() => undefined);
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
      const client = new Client({ connectionString: TEST_DATABASE_URL });
      await client.connect();
      await client.query(`drop database if exists ${name} with (force)`);
      await client.end();
    },
  };
}

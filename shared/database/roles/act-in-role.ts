import type { Client } from "pg";

type Done = (error: Error | null, client: Client) => void;

/** What says that there is no such role, or that the user is no member of it. */
const NOT_OURS = new Set(["22023", "42704", "42501"]);

/**
 * Has new connections of a pool act in a role, with its rights and no others. Where there is no such
 * role, or the user of DATABASE_URL may not act in it, they act as that user.
 */
export function actInRole(role: string): (client: Client, done: Done) => void {
  const statement = `set role "${role.replaceAll('"', '""')}"`;
  return (client, done) => {
    client.query(statement).then(
      () => {
        done(null, client);
      },
      (error: unknown) => {
        const { code = "" } = error as { code?: string };
        done(NOT_OURS.has(code) ? null : (error as Error), client);
      },
    );
  };
}

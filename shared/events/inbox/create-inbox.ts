import type { Database } from "../../database";
import { arrive } from "./arrive";
import { claim } from "./claim";
import { conclude } from "./conclude";
import type { Inbox } from "./inbox";

/** The inbox of `subscriber` in `schema`; needs `inboxTables`. */
export function createInbox(db: Database, schema: string, subscriber: string): Inbox {
  const place = { db, schema, subscriber };
  return { subscriber, ...arrive(place), ...claim(place), ...conclude(place) };
}

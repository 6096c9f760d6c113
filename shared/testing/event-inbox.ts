import { contracts } from "../contracts";
import { connect, type ConnectionSettings, type Database, type Transaction } from "../database";
import type * as events from "../events";
import { findEvents, inLogOrder } from "../events";
import { eventually } from "./eventually";

type Definition = Extract<(typeof events)[keyof typeof events], events.EventDefinition>;

/** The types of the catalogue. */
export type EventType = Definition["type"];

/** The event of a type, with the data that it carries. */
export type EventOfType<T extends EventType = EventType> = T extends EventType
  ? events.EventOf<Extract<Definition, { type: T }>> & { type: T }
  : never;

/** Every event since the start, none missed: they are read from the platform's own log. */
export interface EventInbox {
  /** What has happened so far, the oldest first; of one type, or of all. */
  all(): Promise<EventOfType[]>;
  all<T extends EventType>(type: T): Promise<EventOfType<T>[]>;
  /** Resolves with the first event that fits, at once or when it comes; fails when none comes in time. */
  waitFor<T extends EventType>(
    type: T,
    fits?: (event: EventOfType<T>) => boolean,
    options?: { within?: number },
  ): Promise<EventOfType<T>>;
}

const PAGE = 500;

/** The event log of a database, and what lets go of it. */
export function openEventInbox(settings: ConnectionSettings): {
  inbox: EventInbox;
  close(): Promise<void>;
} {
  // Opened when it is first asked, so that who never asks has no connection.
  let db: Database | undefined;
  const database = (): Database => (db ??= connect({ settings, service: "testing", poolSize: 2 }));

  const all = async (type?: string): Promise<EventOfType[]> => {
    const found: events.LoggedEvent[] = [];
    for (const schema of await publishers(database())) {
      found.push(...(await logOf(database(), schema, type)));
    }
    return inLogOrder(found, "asc").map(({ envelope }) => envelope as EventOfType);
  };

  async function waitFor<T extends EventType>(
    type: T,
    fits: (event: EventOfType<T>) => boolean = () => true,
    { within = 10_000 }: { within?: number } = {},
  ): Promise<EventOfType<T>> {
    let seen: EventOfType<T>[] = [];
    const next = async (): Promise<EventOfType<T> | undefined> => {
      seen = (await all(type)) as EventOfType<T>[];
      return seen.find(fits);
    };
    return await eventually(next, within).catch((cause: unknown) => {
      const there = seen.length === 0 ? "there is none" : `none of the ${seen.length} there fits`;
      throw new Error(`no ${type} came within ${within} ms; ${there}`, { cause });
    });
  }

  return {
    inbox: { all: all as EventInbox["all"], waitFor },
    close: async () => await db?.destroy(),
  };
}

/** The services that have an event log. */
async function publishers(db: Database): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { schema: string }[] }>(
    "select table_schema as schema from information_schema.tables where table_name = 'outbox'",
  );
  return rows.map(({ schema }) => schema).filter((schema) => schema in contracts);
}

async function logOf(
  db: Database,
  schema: string,
  type: string | undefined,
): Promise<events.LoggedEvent[]> {
  const filters = type === undefined ? {} : { types: [type] };
  const found: events.LoggedEvent[] = [];
  let after: readonly unknown[] = [];
  for (;;) {
    // Reading needs no transaction, so the pool will do.
    const page = await findEvents(db as unknown as Transaction, schema, filters, {
      order: "asc",
      after,
      limit: PAGE,
    });
    found.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = last.position;
  }
}

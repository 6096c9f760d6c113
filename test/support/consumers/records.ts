import type { Database } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import { eventually } from "../eventually";
import { SCHEMA } from "./effects";

export interface InboxRow {
  event_id: string;
  type: string;
  status: "pending" | "done" | "dead";
  attempts: number;
  last_error: string | null;
  envelope: (Envelope & { content?: string }) | null;
}

/** What became of events, read where the platform keeps it. */
export interface Records {
  /** The ids of the events that a subscriber noted, sorted; one noted twice is there twice. */
  effects(subscriber: string): Promise<string[]>;
  inbox(subscriber: string): Promise<InboxRow[]>;
  /** Waits until a subscriber has noted so many. */
  untilEffects(subscriber: string, count: number, withinMs?: number): Promise<string[]>;
  /** Makes what waits for a later attempt due now. */
  endPauses(): Promise<void>;
  unpublished(): Promise<string[]>;
}

export function createRecords(db: Database): Records {
  const table = (name: string) => db.withSchema(SCHEMA).from(name);
  const effects = async (subscriber: string): Promise<string[]> => {
    const rows = await table("effects")
      .where({ subscriber })
      .select<{ event_id: string }[]>("event_id");
    return rows.map(({ event_id }) => event_id).sort();
  };
  return {
    effects,
    inbox: (subscriber) =>
      table("inbox").where({ subscriber }).orderBy("event_id").select<InboxRow[]>("*"),
    untilEffects: (subscriber, count, withinMs) =>
      eventually(async () => {
        const ids = await effects(subscriber);
        if (ids.length < count) throw new Error(`${ids.length} of ${count} effects so far`);
        return ids;
      }, withinMs),
    async endPauses() {
      await db.raw(`update ${SCHEMA}.inbox set available_at = now() where status = 'pending'`);
    },
    async unpublished() {
      const rows = await table("unpublished").select<{ id: string }[]>("id");
      return rows.map(({ id }) => id);
    },
  };
}

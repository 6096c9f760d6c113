import { chainOf, recordEvents } from "../../../services/audit/domain/record-events";
import { type Database, transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import { encodeTypeId, generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { withoutIndexes } from "./without-indexes";

const CHUNK = 1_000;
const START = Date.parse("2026-01-01T00:00:00.000Z");

/** Two entries of the audit trail about each user: they registered, and they confirmed their address. */
export async function fillEntries(
  deps: Pick<Deps, "db" | "signer">,
  filling: Database,
): Promise<number> {
  let count = 0;
  const lanes = new Map<number, Envelope[]>();
  const under = new Set<Promise<void>>();
  const flush = async (least: number): Promise<void> => {
    for (const [chain, events] of lanes) {
      if (events.length < least) continue;
      lanes.delete(chain);
      count += events.length;
      const work = record(deps, events).finally(() => under.delete(work));
      under.add(work);
    }
    while (under.size > (least > 1 ? 2 : 0)) await Promise.race(under);
  };
  await withoutIndexes(filling, ["audit", "entries"], () =>
    withoutIndexes(filling, ["audit", "origins"], async () => {
      for await (const user of usersOf(deps.db)) {
        for (const event of eventsOf(user, count)) {
          const chain = chainOf(event);
          const lane = lanes.get(chain) ?? [];
          lanes.set(chain, lane);
          lane.push(event);
          if (lane.length >= CHUNK) await flush(CHUNK);
        }
      }
      await flush(1);
    }),
  );
  await filling.raw("vacuum analyze audit.chains");
  return count;
}

async function record(deps: Pick<Deps, "db" | "signer">, events: Envelope[]): Promise<void> {
  const how = { isolationLevel: "read committed" } as const;
  await transaction(deps.db, (trx) => recordEvents(deps, events, trx), how);
}

interface User {
  id: string;
  email: string;
}

async function* usersOf(db: Database): AsyncGenerator<User> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await db.raw<{ rows: User[] }>(
      "select id, email from accounts.users where id > ? order by id limit 10000",
      [after],
    );
    if (rows.length === 0) return;
    yield* rows;
    after = rows.at(-1)?.id ?? after;
  }
}

function eventsOf({ id, email }: User, seconds: number): Envelope[] {
  const time = new Date(START + seconds * 1_000).toISOString();
  const subject = encodeTypeId("user", id);
  return [
    { type: "user.registered", data: { email, confirm: true } },
    { type: "user.confirmed", data: {} },
  ].map(({ type, data }, index) => ({
    specversion: "1.0",
    id: generateTypeId("event"),
    source: "/jumar/accounts",
    type,
    subject,
    time,
    datacontenttype: "application/json",
    dataschema: `urn:jumar:event:${type}:1`,
    data,
    aggregateversion: index + 1,
    actor: index === 0 ? "anonymous" : subject,
    clientip: "192.0.2.7",
    useragent: "bench",
  }));
}

import { recordEvents } from "../../../services/audit/domain/record-events";
import { transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";

const START = Date.parse("2026-03-01T00:00:00.000Z");
let minutes = 0;

/** An event of a user (or of nobody), each a minute after the one made before. */
export function anEvent(fields: Partial<Envelope> = {}): Envelope {
  minutes += 1;
  return {
    specversion: "1.0",
    id: generateTypeId("event"),
    source: "/jumar/accounts",
    type: "user.registered",
    time: new Date(START + minutes * 60_000).toISOString(),
    datacontenttype: "application/json",
    dataschema: "urn:jumar:event:user.registered:1",
    data: {},
    aggregateversion: 1,
    actor: "anonymous",
    ...fields,
  };
}

/** Records events as the service's consumer does: a batch in one transaction. */
export async function record(deps: Deps, events: Envelope[]): Promise<void> {
  await transaction(deps.db, (trx) => recordEvents(deps, events, trx), {
    isolationLevel: "read committed",
  });
}

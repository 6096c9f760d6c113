import { insertEvents } from "../../../shared/events";
import { encodeTypeId, generateUuidV7 } from "../../../shared/ids";
import { SCHEMA } from "./effects";
import { happened } from "./events";
import type { Rig } from "./rig";

/** Commits events to the outbox in one transaction, as many services would; answers their ids. */
export async function append(
  rig: Rig,
  count: number,
  type: string = happened.type,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => generateUuidV7());
  const rows = ids.map((id, n) => ({
    id,
    type,
    version: 1,
    aggregate_version: 1,
    actor: "system",
    data: JSON.stringify({ n }),
  }));
  await rig.deps.transaction((trx) => insertEvents(trx, SCHEMA, rows));
  return ids.map((id) => encodeTypeId("event", id));
}

import { createHash } from "node:crypto";
import { uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import { generateUuidV7 } from "../../../shared/ids";
import type { Signer } from "../../../shared/signing";
import { lockHeads, saveHeads, type Head } from "../store/chains";
import { findRecorded, insertEntries, readTime, type Entry } from "../store/entries";
import { insertOrigins, type Origin } from "../store/origins";
import { hashOfEntry } from "./entry-hash";
import { digestOf, originOf } from "./origin";
import { withoutAddresses } from "./without-addresses";

/** How many chains grow side by side; each has its head from the first migration. */
const CHAINS = 4;

/** Appends an entry for each event, all that are about one subject to one chain. */
export async function recordEvents(
  { signer }: { signer: Signer },
  events: Envelope[],
  trx: Transaction,
): Promise<void> {
  const recorded = await findRecorded(
    trx,
    events.map(({ id }) => uuidOf(id)),
  );
  const left = events.filter(({ id }) => !recorded.has(uuidOf(id)));
  if (left.length === 0) return;

  const heads = await lockHeads(trx, [...new Set(left.map(chainOf))]);
  const recordedAt = await readTime(trx);
  const origins: Origin[] = [];
  const entries = left.map((event) => {
    const chain = chainOf(event);
    const head = heads.get(chain);
    if (!head) throw new Error(`the head of audit chain ${chain} is missing`);
    const { entry, origin } = entryAfter(head, event, recordedAt, signer);
    heads.set(chain, { chain, seq: entry.seq, hash: entry.hash });
    if (origin) origins.push(origin);
    return entry;
  });
  await insertEntries(trx, entries);
  await insertOrigins(trx, origins);
  await saveHeads(trx, [...heads.values()]);
}

function chainOf({ subject, id }: Envelope): number {
  return (
    createHash("sha256")
      .update(subject ?? id)
      .digest()
      .readUInt8(0) % CHAINS
  );
}

function entryAfter(
  head: Head,
  event: Envelope,
  recordedAt: Date,
  signer: Signer,
): { entry: Entry; origin: Origin | undefined } {
  const id = generateUuidV7();
  const origin = originOf(event, id);
  const entry = {
    id,
    chain: head.chain,
    seq: head.seq + 1,
    event_id: uuidOf(event.id),
    type: event.type,
    actor: event.actor,
    subject: event.subject ?? null,
    occurred_at: new Date(event.time),
    recorded_at: recordedAt,
    ip: null,
    user_agent: null,
    origin_digest: origin ? digestOf(origin) : null,
    request_id: event.requestid ?? null,
    data: withoutOrigin(withoutAddresses(signer, event.data)),
    prev_hash: head.hash,
  };
  return { entry: { ...entry, hash: hashOfEntry(entry) }, origin };
}

/** Events of sessions repeat in their data where they came from. */
function withoutOrigin({ ip: _ip, user_agent: _userAgent, ...data }: Record<string, unknown>) {
  return data;
}

import { createHash } from "node:crypto";
import { uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import { generateUuidV7 } from "../../../shared/ids";
import type { Signer } from "../../../shared/signing";
import { lockHeads, saveHeads, type Head } from "../store/chains";
import { findRecorded, insertEntries, readTime, type Entry } from "../store/entries";
import { hashOfEntry } from "./entry-hash";
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
  const entries = left.map((event) => {
    const chain = chainOf(event);
    const head = heads.get(chain);
    if (!head) throw new Error(`the head of audit chain ${chain} is missing`);
    const entry = entryAfter(head, event, recordedAt, signer);
    heads.set(chain, { chain, seq: entry.seq, hash: entry.hash });
    return entry;
  });
  await insertEntries(trx, entries);
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

function entryAfter(head: Head, event: Envelope, recordedAt: Date, signer: Signer): Entry {
  const entry = {
    id: generateUuidV7(),
    chain: head.chain,
    seq: head.seq + 1,
    event_id: uuidOf(event.id),
    type: event.type,
    actor: event.actor,
    subject: event.subject ?? null,
    occurred_at: new Date(event.time),
    recorded_at: recordedAt,
    ip: event.clientip ?? null,
    user_agent: event.useragent ?? null,
    request_id: event.requestid ?? null,
    data: withoutAddresses(signer, event.data),
    prev_hash: head.hash,
  };
  return { ...entry, hash: hashOfEntry(entry) };
}

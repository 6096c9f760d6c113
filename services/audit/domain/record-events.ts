import { hash } from "node:crypto";
import { uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { type Envelope, whomOf } from "../../../shared/events";
import { generateUuidV7 } from "../../../shared/ids";
import type { Signer } from "../../../shared/signing";
import { appendEntries } from "../store/append-entries";
import { type Head, lockHeads } from "../store/chains";
import { type Entry, findRecorded } from "../store/entries";
import type { Origin } from "../store/origins";
import { hashOfEntry } from "./entry-hash";
import { digestOf, drawNonces, originOf } from "./origin";
import { withoutPersonal } from "./without-personal";

/** How many chains grow side by side; each has its head from the first migration. */
const CHAINS = 4;

/**
 * Appends an entry for each event, all that are about one user or other thing to one chain. Holds at READ
 * COMMITTED: nobody else appends to a chain from when its head is locked, so what is recorded is read
 * after that.
 */
export async function recordEvents(
  { signer }: { signer: Signer },
  events: Envelope[],
  trx: Transaction,
): Promise<void> {
  const chained = events.map((event) => ({ event, chain: chainOf(event) }));
  const { heads, now } = await lockHeads(trx, [...new Set(chained.map(({ chain }) => chain))]);
  if (await appendEntries(trx, entriesBehind(heads, chained, now, signer))) return;
  // A repeat, which is seldom: its neighbours go without it.
  const recorded = await findRecorded(
    trx,
    events.map(({ id }) => uuidOf(id)),
  );
  const left = chained.filter(({ event }) => !recorded.has(uuidOf(event.id)));
  if (left.length > 0) await appendEntries(trx, entriesBehind(heads, left, now, signer));
}

/** What is appended for events behind the heads of their chains, and the heads after that. */
function entriesBehind(
  locked: ReadonlyMap<number, Head>,
  chained: { event: Envelope; chain: number }[],
  now: Date,
  signer: Signer,
): { entries: Entry[]; origins: Origin[]; heads: Head[] } {
  const heads = new Map(locked);
  const origins: Origin[] = [];
  const nonces = drawNonces(chained.length);
  const entries = chained.map(({ event, chain }, at) => {
    const head = heads.get(chain);
    if (!head) throw new Error(`the head of audit chain ${chain} is missing`);
    const { entry, origin } = entryAfter(head, event, { now, nonce: nonces(at), signer });
    heads.set(chain, { chain, seq: entry.seq, hash: entry.hash });
    if (origin) origins.push(origin);
    return entry;
  });
  return { entries, origins, heads: [...heads.values()] };
}

/** The chain to which an event belongs, whoever records it. */
export function chainOf(event: Envelope): number {
  return hash("sha256", whomOf(event) ?? event.id, "buffer").readUInt8(0) % CHAINS;
}

function entryAfter(
  head: Head,
  event: Envelope,
  { now, nonce, signer }: { now: Date; nonce: Buffer; signer: Signer },
): { entry: Entry; origin: Origin | undefined } {
  const id = generateUuidV7();
  const origin = originOf(event, id, nonce);
  const entry = {
    id,
    chain: head.chain,
    seq: head.seq + 1,
    event_id: uuidOf(event.id),
    type: event.type,
    actor: event.actor,
    // An entry says whom: of a session's event, its user.
    subject: whomOf(event) ?? null,
    occurred_at: new Date(event.time),
    recorded_at: now,
    ip: null,
    user_agent: null,
    origin_digest: origin ? digestOf(origin) : null,
    request_id: event.requestid ?? null,
    data: withoutPersonal(signer, event),
    prev_hash: head.hash,
  };
  return { entry: { ...entry, hash: hashOfEntry(entry) }, origin };
}

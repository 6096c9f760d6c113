import { isDeepStrictEqual } from "node:util";
import { type Loop, seldom, startLoop } from "../background";
import { transaction } from "../database";
import {
  fingerprintPersonal,
  on,
  replacePersonal,
  type Subscription,
  userDeleted,
} from "../events";
import type { PublisherDeps } from "./deps";
import {
  deleteErasure,
  findErasable,
  findEventsAbout,
  findNoted,
  forgetOrigins,
  type LoggedData,
  noteErasure,
  rewriteEvents,
} from "./erasures";
import { forgottenAddress } from "./forgotten-address";

/** How many users are looked at in a round. */
const BATCH = 100;
/** How many events are read and written at once. */
const AT_ONCE = 500;

/**
 * Takes out of a publisher's event log what identifies deleted users, once their events have gone to
 * every subscriber as they were: the audit trail keeps what a log-in came from although the account was
 * deleted a moment later. May run in several processes at once.
 */
export function forgetDeleted(deps: PublisherDeps): Loop {
  const { db, service, log } = deps;
  let after: string | undefined;
  const first = seldom(() => findNoted(db, service, { limit: BATCH }));
  return startLoop({
    name: `forgetting of deleted users in the log of ${service}`,
    interval: 1_000,
    idle: 5_000,
    log,
    async work() {
      // Round by round through all of them: whose events cannot be published hold up nobody else.
      const noted =
        after === undefined ? await first() : await findNoted(db, service, { after, limit: BATCH });
      if (!noted || noted.length === 0) {
        after = undefined;
        return "nothing";
      }
      // SERIALIZABLE: who commits an event of a user meanwhile, as if they were still there, loses.
      const users = await transaction(db, (trx) => findErasable(trx, service, noted));
      for (const userId of users) await forget(deps, userId);
      after = noted.length === BATCH ? noted.at(-1) : undefined;
      return users.length > 0 && noted.length === BATCH;
    },
  });
}

/** How a publisher that does not own the users learns whom its log is to forget. */
export const hearOfDeletions: Subscription<PublisherDeps> = on(
  userDeleted,
  async ({ service }: PublisherDeps, { subject }, trx) => {
    if (subject !== undefined) await noteErasure(trx, service, subject);
  },
);

async function forget(deps: PublisherDeps, userId: string): Promise<void> {
  const { service } = deps;
  await deps.transaction(async (trx) => {
    if (!(await deleteErasure(trx, service, userId))) return;
    await forgetOrigins(trx, service, userId);
    let after: string | undefined;
    for (;;) {
      const events = await findEventsAbout(trx, service, userId, { after, limit: AT_ONCE });
      const forgotten = events.map((event) => ({ event, data: forgetIn(deps, event, userId) }));
      const changed = forgotten.filter(({ event, data }) => !isDeepStrictEqual(event.data, data));
      await rewriteEvents(
        trx,
        service,
        changed.map(({ event: { id }, data }) => ({ id, data })),
      );
      if (events.length < AT_ONCE) return;
      after = events.at(-1)?.id;
    }
  });
}

/** The data of an event about a user (a TypeID) without what says who they were, as the catalogue has it. */
function forgetIn({ signer }: PublisherDeps, event: LoggedData, userId: string): unknown {
  const isTheirs = event.actor === userId || event.actor === "anonymous";
  return replacePersonal(event, ({ text, kind }) => {
    if (text === null) return { text };
    if (kind === "origin") return { text: isTheirs ? null : text };
    if (kind === "address") return { text: forgottenAddress(signer, text) };
    return { text: fingerprintPersonal(signer, kind, text) };
  });
}

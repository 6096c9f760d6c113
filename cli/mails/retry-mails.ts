import { BATCH_LIMIT, NAMED_IDS } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import type { Interrupt } from "../interrupt";
import { OPERATOR } from "../operate";
import { findMails } from "./find-mails";

type RetryCalls = Pick<Calls, "events" | "notifier">;

export interface RetriedMails {
  retried: number;
}

/**
 * Has every mail that was given up so far tried again, in batches; what is given up again meanwhile
 * stays. Writes down what it did, also when it was interrupted.
 */
export async function retryAllMails(
  call: RetryCalls,
  options: { interrupt: Interrupt; onProgress: (done: number, total: number) => void },
): Promise<RetriedMails> {
  let retried = 0;
  let before: string | undefined;
  let left = 1;
  try {
    while (left > 0) {
      options.interrupt.check();
      const answer = await call.notifier.retryMailDeliveries(
        { all: true, limit: BATCH_LIMIT / 2, ...(before === undefined ? {} : { before }) },
        OPERATOR,
      );
      ({ before, left } = answer);
      retried += answer.retried;
      options.onProgress(retried, retried + left);
    }
  } finally {
    await record(call, {}, retried);
  }
  return { retried };
}

/** Has the mails of some events tried again. Throws a CommandError, before anything changes, for an event of which none was given up. */
export async function retrySomeMails(
  call: RetryCalls,
  ids: readonly string[],
  kind: { kind?: string },
): Promise<RetriedMails> {
  for (const id of ids) await findMails(call, id, kind);
  let retried = 0;
  try {
    for (let at = 0; at < ids.length; at += BATCH_LIMIT) {
      const some = ids.slice(at, at + BATCH_LIMIT);
      retried += (await call.notifier.retryMailDeliveries({ ids: some, ...kind }, OPERATOR))
        .retried;
    }
  } finally {
    await record(call, { ids: ids.slice(0, NAMED_IDS), ...kind }, retried);
  }
  return { retried };
}

async function record(
  { events }: RetryCalls,
  filter: { ids?: string[]; kind?: string },
  retried: number,
): Promise<void> {
  if (retried === 0) return;
  const fields = { operation: "mails.retried", subscriber: "notifier", filter } as const;
  await events.recordOperation({ ...fields, counts: { retried } }, OPERATOR);
}

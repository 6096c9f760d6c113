import { startLoop, type Loop } from "../../../shared/background";
import type { AccountsDeps } from "../deps";
import {
  deleteErasure,
  findErasable,
  findLoggedAddresses,
  forgetOrigins,
  replaceAddresses,
} from "../store/erasures";
import { forgottenAddress } from "./forgotten-address";

const BATCH = 20;

/**
 * Takes out of the event log what identifies deleted users, once their events have gone to every
 * subscriber as they were: the audit trail keeps what a log-in came from although the account was
 * deleted a moment later. May run in several processes at once.
 */
export function forgetDeleted(deps: AccountsDeps): Loop {
  return startLoop({
    name: "forgetting of deleted users",
    interval: 1_000,
    log: deps.log,
    async work() {
      const users = await findErasable(deps.db, BATCH);
      for (const userId of users) await forget(deps, userId);
      return users.length === BATCH;
    },
  });
}

async function forget({ transaction, signer }: AccountsDeps, userId: string): Promise<void> {
  await transaction(async (trx) => {
    if (!(await deleteErasure(trx, userId))) return;
    const addresses = await findLoggedAddresses(trx, userId);
    await replaceAddresses(
      trx,
      userId,
      new Map(addresses.map((address) => [address, forgottenAddress(signer, address)])),
    );
    await forgetOrigins(trx, userId);
  });
}

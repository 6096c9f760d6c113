import { type Loop, startLoop } from "../../../shared/background";
import { settleMailboxes as settle } from "../../../shared/users";
import type { AccountsDeps } from "../deps";

const EVERY = 30_000;
const IDLE = 10 * 60_000;
const AT_ONCE = 500;

/**
 * Keeps each account with the key of its mailbox while the version before, which knows of none, makes and
 * moves accounts beside this one. Of accounts that share a mailbox the log warns once.
 */
export function settleMailboxes({
  db,
  service,
  log,
}: Pick<AccountsDeps, "db" | "service" | "log">): Loop {
  const told = new Set<string>();
  let after: string | undefined;
  return startLoop({
    name: "mailboxes of accounts",
    interval: EVERY,
    idle: IDLE,
    log,
    async work() {
      const { found, settled, shared, last } = await settle(db, service, { after, limit: AT_ONCE });
      for (const { holder, other } of shared) {
        if (told.has(other)) continue;
        told.add(other);
        log.warn({ holder, other }, "two accounts have one mailbox, each under its own spelling");
      }
      after = found === AT_ONCE ? last : undefined;
      if (after !== undefined) return true;
      return settled === 0 ? "nothing" : false;
    },
  });
}

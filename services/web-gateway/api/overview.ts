import { type Caller, type Overview, subscriberNames } from "../../../shared/contracts";
import { isOutage } from "../../../shared/errors";
import type { Calls } from "../../../shared/service";
import { recover } from "./recover";

const DAYS = 14;
const TYPES = ["user.registered", "session.created", "session.rejected"];

/** Asks each service for its part at once; what is away is left out rather than holding up the rest. */
export async function overview({
  call,
  caller,
}: {
  call: Calls;
  caller: Caller;
}): Promise<Overview> {
  const [users, days, mails, ...dead] = await Promise.all([
    unlessAway(() => call.accounts.estimateUsers({}, caller)),
    unlessAway(() => call.audit.countPerDay({ types: TYPES, days: DAYS }, caller)),
    unlessAway(() => call.notifier.countMailDeliveries({}, caller)),
    ...subscriberNames.map((name) => unlessAway(() => call[name].countDeadLetters({}, caller))),
  ]);
  return {
    users,
    days: days?.data.map(({ date, counts }) => dayOf(date, counts)) ?? null,
    mails,
    dead_letters: subscriberNames.map((subscriber, at) => ({
      subscriber,
      count: dead[at]?.count ?? null,
    })),
  };
}

function dayOf(date: string, [registered = 0, logged_in = 0, refused = 0]: number[]) {
  return { date, registered, logged_in, refused };
}

/** What a service answers; null while it is away. */
async function unlessAway<T>(ask: () => Promise<T>): Promise<T | null> {
  return await recover<T | null>(ask, isOutage, () => null);
}

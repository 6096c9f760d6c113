import type { Inbox } from "./inbox";
import type { Deliver } from "./relay";
import { hears, type Subscription } from "./subscription";

export interface LocalSubscriber {
  inbox: Inbox;
  subscriptions: readonly Subscription<never>[];
  /** Wakes its consumer, when that is in this process. */
  nudge(): void;
}

/** Delivery without a broker: each subscriber's copy is written straight into its inbox. */
export function deliverToInboxes(subscribers: () => Iterable<LocalSubscriber>): Deliver {
  return async (events) => {
    await Promise.all(
      [...subscribers()].map(async ({ inbox, subscriptions, nudge }) => {
        const heard = events.filter(({ type }) => hears(subscriptions, type));
        if (heard.length === 0) return;
        await inbox.receive(heard);
        nudge();
      }),
    );
  };
}

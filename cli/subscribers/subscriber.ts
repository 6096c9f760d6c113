import type { SubscriberCalls } from "../../shared/service";

/** A subscriber and what can be asked of it, whoever answers. */
export interface ChosenSubscriber {
  name: string;
  calls: SubscriberCalls;
}

/** Where commands look for a subscriber. */
export interface SubscriberPlace {
  /** Its name; every subscriber there is when absent. */
  name?: string | undefined;
  /** The URL of a database of its own that its inbox is in; absent: the platform's. */
  database?: string | undefined;
}

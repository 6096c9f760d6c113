import { contracts, subscriberActions } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { UsageError } from "../usage-error";

type Actions = keyof typeof subscriberActions;

/** A service that subscribes to events, as its contract says. */
export type SubscriberName = {
  [S in keyof Calls]: Actions extends keyof Calls[S] ? S : never;
}[keyof Calls];

const subscribers: readonly SubscriberName[] = Object.entries(contracts)
  .filter(([, { actions }]) => Object.keys(subscriberActions).every((name) => name in actions))
  .map(([name]) => name as SubscriberName)
  .sort();

/** The subscriber of that name, or a UsageError that lists those there are. */
export function checkSubscriber(name: string): SubscriberName {
  const found = subscribers.find((subscriber) => subscriber === name);
  if (found) return found;
  throw new UsageError(`there is no subscriber ${name}; there are ${subscribers.join(", ")}`);
}

/** The one that was named, or all. */
export function chosenSubscribers(name: string | undefined): readonly SubscriberName[] {
  return name === undefined ? subscribers : [checkSubscriber(name)];
}

import { subscriberNames, type SubscriberName } from "../../shared/contracts";
import { UsageError } from "../usage-error";

/** The subscriber of that name, or a UsageError that lists those there are. */
export function checkSubscriber(name: string): SubscriberName {
  const found = subscriberNames.find((subscriber) => subscriber === name);
  if (found) return found;
  throw new UsageError(`there is no subscriber ${name}; there are ${subscriberNames.join(", ")}`);
}

/** The one that was named, or all. */
export function chosenSubscribers(name: string | undefined): readonly SubscriberName[] {
  return name === undefined ? subscriberNames : [checkSubscriber(name)];
}

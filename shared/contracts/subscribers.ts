import { accounts } from "./accounts";
import { audit } from "./audit";
import { notifier } from "./notifier";
import { search } from "./search";
import { subscriberActions } from "./subscriber-actions";

const services = { accounts, notifier, search, audit };
type Services = typeof services;
type Actions = keyof typeof subscriberActions;

/** A service that subscribes to events, as its contract says. */
export type SubscriberName = {
  [S in keyof Services]: Actions extends keyof Services[S]["actions"] ? S : never;
}[keyof Services];

/** The services that subscribe to events. */
export const subscriberNames: readonly SubscriberName[] = Object.entries(services)
  .filter(([, { actions }]) => Object.keys(subscriberActions).every((name) => name in actions))
  .map(([name]) => name as SubscriberName)
  .sort();

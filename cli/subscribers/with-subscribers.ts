import type { Config } from "../../shared/config";
import { publisherNames, type SubscriberName, subscriberNames } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { operate } from "../operate";
import { bindOthers, findInbox } from "./bind-inbox";
import { onOwnDatabase } from "./own-database";
import type { ChosenSubscriber, SubscriberPlace } from "./subscriber";

/**
 * Runs `work` with subscribers of any making: the platform's own are asked through their services,
 * others at their inboxes. Throws a UsageError that lists those there are when there is none of the
 * name.
 */
export async function withSubscribers<T>(
  readConfig: () => Promise<Config>,
  { name, database }: SubscriberPlace,
  work: (chosen: ChosenSubscriber[]) => Promise<T>,
): Promise<T> {
  if (name !== undefined && database !== undefined) {
    return await onOwnDatabase(database, async (db) => await work([await findInbox(db, name)]));
  }
  return await withPlatform(await readConfig(), name, [], work);
}

/** The same for work that is written down, which takes the platform: its event log as well. */
export async function withRecordedSubscribers<T>(
  config: Config,
  { name, database }: SubscriberPlace,
  work: (chosen: ChosenSubscriber[], call: Pick<Calls, "events">) => Promise<T>,
): Promise<T> {
  if (name !== undefined && database !== undefined) {
    return await onOwnDatabase(database, async (db) => {
      const chosen = [await findInbox(db, name)];
      return await operate(config, publisherNames, (call) => work(chosen, call));
    });
  }
  return await withPlatform(config, name, publisherNames, work);
}

async function withPlatform<T>(
  config: Config,
  name: string | undefined,
  needed: readonly string[],
  work: (chosen: ChosenSubscriber[], call: Calls) => Promise<T>,
): Promise<T> {
  const ours = name === undefined ? subscriberNames : subscriberNames.filter((one) => one === name);
  return await operate(config, [...needed, ...ours], async (call, { database }) => {
    const own = ours.map((one: SubscriberName) => ({ name: one, calls: call[one] }));
    if (name !== undefined && own.length > 0) return await work(own, call);
    const db = database.of("operator");
    const others =
      name === undefined
        ? await bindOthers(db, subscriberNames)
        : [await findInbox(db, name, subscriberNames)];
    return await work([...own, ...others], call);
  });
}

import { loadService } from "../../services/load";
import { connectAmqp } from "../../shared/amqp";
import type { Config } from "../../shared/config";
import {
  publisherNames,
  type ResultOf,
  type subscriberActions,
  type SubscriberName,
  subscriberNames,
} from "../../shared/contracts";
import type { Database } from "../../shared/database";
import { type Envelope, findInboxes, openSubscriberQueue, readHeard } from "../../shared/events";
import { createLogger } from "../../shared/observability";
import type { Calls } from "../../shared/service";
import type { Heard } from "../events/heard-types";
import { operate, OPERATOR } from "../operate";
import { bindInbox, findInbox, unknownSubscriber } from "./bind-inbox";
import { onOwnDatabase } from "./own-database";

/** To whom events are replayed. */
export interface ReplayTarget {
  name: string;
  heard: Heard;
  /** Hands events over; of what goes into a queue nobody knows how much was new. */
  replay(events: Envelope[]): Promise<ResultOf<(typeof subscriberActions)["replay"]>>;
}

type Work<T> = (target: ReplayTarget, call: Calls) => Promise<T>;

/**
 * Runs `work` with a subscriber of any making that events are to be replayed to: one of the platform's
 * through its service, another through its queue or, without a broker or with a `database` of its own,
 * its inbox. Throws a UsageError that lists those there are when there is none of the name.
 */
export async function withReplayTarget<T>(
  config: Config,
  { name, database }: { name: string; database?: string | undefined },
  work: Work<T>,
): Promise<T> {
  const ours = subscriberNames.find((one) => one === name);
  if (ours) return await throughService(config, ours, work);
  if (database === undefined) return await throughPlatform(config, name, work);
  return await onOwnDatabase(database, async (db) => {
    await findInbox(db, name);
    const target = await inboxTarget(db, name);
    return await operate(config, publisherNames, (call) => work(target, call));
  });
}

async function throughService<T>(config: Config, name: SubscriberName, work: Work<T>): Promise<T> {
  const heard = (loadService(name).parts.subscribe ?? []).flatMap(({ types }) => types);
  return await operate(config, [...publisherNames, name], (call) =>
    work({ name, heard, replay: (events) => call[name].replay({ events }, OPERATOR) }, call),
  );
}

async function throughPlatform<T>(config: Config, name: string, work: Work<T>): Promise<T> {
  return await operate(config, publisherNames, async (call, platform) => {
    const db = platform.database.of("operator");
    if (config.amqpUrl === undefined) {
      await findInbox(db, name, subscriberNames);
      return await work(await inboxTarget(db, name), call);
    }
    return await throughQueue(config, config.amqpUrl, { name, db }, (target) => work(target, call));
  });
}

async function inboxTarget(db: Database, name: string): Promise<ReplayTarget> {
  const { calls } = bindInbox(db, name);
  const heard = await heardOf(db, name);
  return { name, heard, replay: (events) => calls.replay({ events }) };
}

async function throughQueue<T>(
  { amqpTls }: Config,
  url: string,
  { name, db }: { name: string; db: Database },
  work: (target: ReplayTarget) => Promise<T>,
): Promise<T> {
  const known = [...subscriberNames, ...(await findInboxes(db)).map((inbox) => inbox.name)];
  if (!QUEUE_NAME.test(name) || name.startsWith("jumar.")) throw unknownSubscriber(name, known);
  const log = createLogger({ level: "silent", pretty: false });
  const amqp = await connectAmqp({ url, tls: amqpTls, name: "jumar events replay", log });
  try {
    const queue = await openSubscriberQueue(amqp, name);
    if (!queue) throw unknownSubscriber(name, known);
    const target: ReplayTarget = {
      name,
      heard: known.includes(name) ? await heardOf(db, name) : undefined,
      async replay(events) {
        await queue.send(events);
        return { received: events.length, new: 0, known: 0 };
      },
    };
    try {
      return await work(target);
    } finally {
      await queue.close();
    }
  } finally {
    await amqp.close();
  }
}

/** Not that of calls between services, whose names have capitals. */
const QUEUE_NAME = /^[a-z][a-z0-9_.-]{0,99}$/;

/** What the subscriber has noted that it hears; undefined where it is of a version that does not. */
async function heardOf(db: Database, name: string): Promise<Heard> {
  try {
    const heard = await readHeard(db, name, name);
    return heard.length === 0 ? undefined : heard.map(({ type }) => type);
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (["42P01", "42501", "3F000"].includes(code)) return undefined;
    throw error;
  }
}

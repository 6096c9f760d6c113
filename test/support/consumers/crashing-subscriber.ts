/**
 * A subscriber in a process of its own, which an event with `n: -1` brings down:
 * node --import tsx crashing-subscriber.ts '<SubscriberProcess as JSON>'
 */
import { connectAmqp } from "../../../shared/amqp";
import { connect, type ConnectionSettings } from "../../../shared/database";
import { createHandling, createInbox, on, startConsumer } from "../../../shared/events";
import { startArrivals } from "../../../shared/events/amqp/subscribe";
import { createLogger } from "../../../shared/observability";
import { noteEffect, SCHEMA } from "./effects";
import { happened } from "./events";

export interface SubscriberProcess {
  url: string;
  settings: ConnectionSettings;
  name: string;
  end: "exit" | "abort";
}

async function main(): Promise<void> {
  const { url, settings, name, end } = JSON.parse(process.argv[2] ?? "") as SubscriberProcess;
  const log = createLogger({ level: "silent", pretty: false });
  const db = connect({ settings, service: name, poolSize: 4 });
  const amqp = await connectAmqp({ url, name, log });
  const inbox = createInbox(db, SCHEMA, name);
  const subscription = on(happened, async (_deps: undefined, event, trx) => {
    await noteEffect(trx, name, event);
    if (event.data.n >= 0) return;
    if (end === "abort") process.abort();
    process.exit(1);
  });
  const subscriptions = [subscription as never];
  const handling = createHandling({ inbox, subscriptions, deps: undefined as never, log });
  const consumer = startConsumer({ inbox, handling, log, interval: 100 });
  startArrivals({ amqp, inbox, subscriptions, handling, nudge: consumer.nudge, log });
}

void main();

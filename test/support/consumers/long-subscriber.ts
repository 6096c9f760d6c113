/**
 * A program of somebody else's with a handler or a task that never ends; it stops when it is told to:
 * node --import tsx long-subscriber.ts '<LongSubscriber as JSON>'
 */
import type { ConnectionSettings } from "../../../shared/database";
import { on } from "../../../shared/events";
import { createLogger } from "../../../shared/observability";
import { subscribe } from "../../../shared/subscriber";
import { happened } from "./events";

export interface LongSubscriber {
  amqpUrl: string;
  database: ConnectionSettings;
  name: string;
  as: "handler" | "task";
}

const { amqpUrl, database, name, as } = JSON.parse(process.argv[2] ?? "") as LongSubscriber;

function say(what: string): void {
  process.stdout.write(`${what}\n`);
}

async function never(_deps: unknown, { id }: { id: string }): Promise<void> {
  say(`begun ${id}`);
  // Keeps the process alive, as a socket that nobody answers would.
  await new Promise(() => setInterval(() => undefined, 1_000));
}

const subscriber = subscribe({
  amqpUrl,
  database,
  name,
  on: [on(happened, as === "task" ? { work: never } : never)],
  tuning: { timeout: 25 },
  log: createLogger({ level: "silent", pretty: false }),
});
process.once("SIGTERM", () => {
  void subscriber.stop().then(({ left }) => {
    say(`left ${left.join(" ")}`);
    process.exit();
  });
});
void subscriber.ready().then(() => {
  say("ready");
});

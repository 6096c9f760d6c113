import type { Client } from "../client";
import type { Accounts } from "./accounts";
import type { EventInbox } from "./event-inbox";
import type { MailInbox } from "./mail-inbox";

/** A Jumar that runs for tests. */
export interface Jumar extends Accounts, AsyncDisposable {
  mode: "embedded" | "local" | "containers";
  /** Where it answers, without a path; also its only origin in mails. */
  url: string;
  /** On the operator's port. */
  ops: { live: string; ready: string; metrics: string };
  /** Its database, also the embedded one, with all rights on it. */
  databaseUrl: string;
  /** Its RabbitMQ with the virtual host of this start; undefined when it is embedded. */
  amqpUrl: string | undefined;
  /** What it is configured with, for other programs that are to run beside it. */
  env: Readonly<Record<string, string>>;
  /** Nobody's client; `logIn` gives those of users. */
  client: Client;
  mails: MailInbox;
  events: EventInbox;
  /** Everything it has printed so far. */
  output(): string;
  /**
   * Ends it and removes whatever was made for it. Fails when it did not end well or something could
   * not be removed; a second call waits for the first.
   */
  stop(): Promise<void>;
}

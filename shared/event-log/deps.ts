import type { Database, Transaction } from "../database";
import type { Outbox } from "../events";
import type { Logger } from "../observability";
import type { Signer } from "../signing";

/** What the log of a publisher needs of it. */
export interface PublisherDeps {
  /** Its name, which is also its schema. */
  service: string;
  db: Database;
  log: Logger;
  signer: Signer;
  outbox: Outbox;
  transaction: <T>(work: (trx: Transaction) => Promise<T>) => Promise<T>;
  /** The transaction of an action's effect, with what the action answers. */
  once: <T extends object>(work: (trx: Transaction) => Promise<T>) => Promise<T>;
}

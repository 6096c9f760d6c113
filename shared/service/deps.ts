import type { Config } from "../config";
import type { Callable, InputOf, RepeatingCaller, ResultOf } from "../contracts";
import type { Database, Transaction } from "../database";
import type { Outbox } from "../events";
import type { Logger } from "../observability";
import type { Signer } from "../signing";

/** Typed functions for every action of every contract; the caller is this service unless one is given. */
export type Calls = {
  [S in keyof Callable]: {
    [A in keyof Callable[S]["actions"]]: Callable[S]["actions"][A] extends infer C extends
      Callable[S]["actions"][A]
      ? (
          params: InputOf<C & AnyAction>,
          caller?: RepeatingCaller,
        ) => Promise<ResultOf<C & AnyAction>>
      : never;
  };
};
type AnyAction = import("../contracts").ActionContract;

/** What every function of a service is handed; nothing of Moleculer. */
export interface Deps {
  /** The service's name, which is also its schema. */
  service: string;
  config: Config;
  db: Database;
  log: Logger;
  call: Calls;
  signer: Signer;
  /** The service's own outbox; only a service that `publishes` has its table. */
  outbox: Outbox;
  /** A retried SERIALIZABLE transaction; the relay hears of its events as soon as it commits. */
  transaction: <T>(work: (trx: Transaction) => Promise<T>) => Promise<T>;
  /**
   * The transaction of an action's effect. What `work` returns has to be what the action answers: a
   * request that comes again with its Idempotency-Key gets it, and the effect does not happen again.
   */
  once: <T extends object>(work: (trx: Transaction) => Promise<T>) => Promise<T>;
}

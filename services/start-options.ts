import type { ServiceSchema } from "moleculer";
import type { Config } from "../shared/config";
import type { Logger } from "../shared/observability";

export interface StartOptions {
  config: Config;
  log: Logger;
  /** Names of services; every one when absent. */
  services?: readonly string[];
  /**
   * Creates the database where it is absent and runs pending migrations first; otherwise either is an
   * error.
   */
  migrate?: boolean;
  /** Relays run beside the services that publish; `all`: those of every service, hosted here or not. */
  relays?: "all";
  /** Other people's Moleculer services that share this process; `subscribe` works in them too. */
  guests?: ServiceSchema[];
  /** In seconds: how long an event has to reach an inbox before it is missed there; 300 when absent. */
  settleSeconds?: number;
  /**
   * A database that is away is waited for until this is aborted; then the start gives up, but for a
   * migration under way, which it waits for. Without it such a database is an error.
   */
  patience?: AbortSignal;
  /** Without the operator's port. */
  ops?: boolean;
  /**
   * `calls`: answers calls and nothing else (no relay, no consumers, no work in the background, no
   * operator's port), for commands that end by themselves.
   */
  only?: "calls";
}

import { loadConfig, type PemFiles } from "../config";
import { type ConnectionSettings, settingsFromUrl } from "../database";
import type { Tuning } from "../events";
import type { Logger } from "../observability";

/** Where a subscriber outside the platform hears events and keeps what it has heard. */
export interface SubscriberPlaces {
  /** The RabbitMQ that the platform publishes to. */
  amqpUrl: string;
  /** Paths of the files for an `amqps://` one whose authority the system does not know. */
  amqpTls?: PemFiles;
  /** A PostgreSQL or CockroachDB of your own, as a URL with its port or as settings. */
  database: string | ConnectionSettings;
  /** A pino logger; warnings go to stdout without one. */
  log?: Logger;
  /** How long events that were handled are remembered, so that a repeat changes nothing; 30 when absent. */
  retentionDays?: number;
  /** How many connections to the database at most; when absent 5, or what the tuning's concurrency needs. */
  poolSize?: number;
  /** How events are handled: how many at once, how long, in which isolation. */
  tuning?: Tuning;
}

const POOL_SIZE = 5;

/** How many connections a subscriber's pool has: one more than transactions run at once. */
export function poolSizeOf({ poolSize, tuning }: SubscriberPlaces): number {
  return poolSize ?? Math.max(POOL_SIZE, (tuning?.concurrency ?? 0) + 1);
}

/** The settings of a database that may be given as a URL. */
export function settingsOf(database: string | ConnectionSettings): ConnectionSettings {
  return typeof database === "string"
    ? settingsFromUrl(loadConfig({ DATABASE_URL: database }))
    : database;
}

interface Common {
  /** Settings of the platform, beside those for tests or instead of them, e.g. `JUMAR_ARGON2_MEMORY`. */
  env?: Readonly<Record<string, string>>;
  /** How long the start may take, in ms; 120,000 when absent, 300,000 with containers. */
  startWithin?: number;
}

/** Everything in one process with a PostgreSQL that comes with it: nothing has to be installed. */
export interface EmbeddedOptions extends Common {
  mode?: "embedded";
}

/** A database and a RabbitMQ that run already; of both a start gets a part of its own. */
export interface LocalOptions extends Common {
  mode: "local";
  /** JUMAR_TEST_DATABASE_URL when absent, else whoever answers at the standard ports of this machine. */
  databaseUrl?: string;
  /** JUMAR_TEST_AMQP_URL when absent, else the standard port of this machine. */
  amqpUrl?: string;
  /** RabbitMQ's management API, which makes virtual hosts; the standard port beside `amqpUrl` when absent. */
  managementUrl?: string;
}

/** CockroachDB (or PostgreSQL) and RabbitMQ in containers of its own. */
export interface ContainersOptions extends Common {
  mode: "containers";
  /** JUMAR_TEST_COCKROACHDB_IMAGE or JUMAR_TEST_POSTGRESQL_IMAGE when absent, else CockroachDB's. */
  databaseImage?: string;
  /** JUMAR_TEST_RABBITMQ_IMAGE when absent, else RabbitMQ's. */
  rabbitmqImage?: string;
}

export type JumarOptions = EmbeddedOptions | LocalOptions | ContainersOptions;

type Environment = Readonly<Record<string, string | undefined>>;

/** Which images containers are made of. */
export interface Images {
  /** CockroachDB's, or one that is started like the official one of PostgreSQL. */
  database: string;
  rabbitmq: string;
}

const COCKROACHDB = "cockroachdb/cockroach:v24.3.18";
const RABBITMQ = "rabbitmq:4.2-management";

/** The images that were chosen: by the options, by JUMAR_TEST_*_IMAGE, or ours. */
export function imagesOf(chosen: Partial<Images>, env: Environment = process.env): Images {
  return {
    database:
      chosen.database ??
      (env.JUMAR_TEST_COCKROACHDB_IMAGE || env.JUMAR_TEST_POSTGRESQL_IMAGE || COCKROACHDB),
    rabbitmq: chosen.rabbitmq ?? (env.JUMAR_TEST_RABBITMQ_IMAGE || RABBITMQ),
  };
}

import { managementUrlOf } from "../amqp";
import { loadConfig } from "../config";
import { type ConnectionSettings, settingsFromUrl } from "../database";
import { findEmbedded } from "../database/embedded";
import { imagesOf } from "./containers/images";
import { startContainers } from "./containers/start-containers";
import type { Keeper } from "./keeper";
import type { ContainersOptions, JumarOptions, LocalOptions } from "./options";
import { createDatabaseAt, reachRabbitmq } from "./reach";
import { createVhost } from "./vhost";

/** Where a platform keeps its data and its messages. */
export interface Places {
  /** What it is configured with; nothing when everything is embedded. */
  env: Record<string, string>;
  amqpUrl?: string;
  /** Its database, once it runs. */
  database(): Promise<ConnectionSettings>;
}

const LOCAL_DATABASES = [
  "postgresql://root@127.0.0.1:26257/defaultdb",
  "postgresql://postgres@127.0.0.1:5432/postgres",
];
const LOCAL_RABBITMQ = "amqp://guest:guest@127.0.0.1:5672";

/** Makes the places that a mode asks for; `name` is that of this start alone. */
export async function makePlaces(
  options: JumarOptions,
  start: { name: string; dataDir: string; within: number; keeper: Keeper },
): Promise<Places> {
  if (options.mode === "local") return await localPlaces(options, start.name, start.keeper);
  if (options.mode === "containers") return await containerPlaces(options, start);
  return {
    env: {},
    async database() {
      const found = await findEmbedded(start.dataDir);
      if (!found) throw new Error("the embedded database does not run");
      return found.connection;
    },
  };
}

async function localPlaces(options: LocalOptions, name: string, keeper: Keeper): Promise<Places> {
  const amqpUrl = options.amqpUrl ?? (process.env.JUMAR_TEST_AMQP_URL || LOCAL_RABBITMQ);
  const managementUrl = options.managementUrl ?? managementUrlOf(amqpUrl);
  const databaseUrl = await createLocalDatabase(options, name, keeper);
  await reachRabbitmq(amqpUrl, 0);
  const place = { amqpUrl, managementUrl };
  keeper.note({ kind: "virtual host", place, name });
  return placesAt(databaseUrl, await createVhost(place, name));
}

async function createLocalDatabase(
  { databaseUrl = process.env.JUMAR_TEST_DATABASE_URL }: LocalOptions,
  name: string,
  keeper: Keeper,
): Promise<string> {
  const problems: Error[] = [];
  for (const candidate of databaseUrl ? [databaseUrl] : LOCAL_DATABASES) {
    const url = new URL(candidate);
    url.pathname = `/${name.replaceAll("-", "_")}`;
    const settings = settingsOf(url.href);
    const leftover = { kind: "database", settings } as const;
    keeper.note(leftover);
    try {
      await createDatabaseAt(settings, 0);
      return url.href;
    } catch (error) {
      keeper.forget(leftover);
      problems.push(error as Error);
    }
  }
  throw new AggregateError(problems, problems.map(({ message }) => message).join("; "));
}

async function containerPlaces(
  options: ContainersOptions,
  { name, within, keeper }: { name: string; within: number; keeper: Keeper },
): Promise<Places> {
  const { databaseImage: database, rabbitmqImage: rabbitmq } = options;
  const images = imagesOf({
    ...(database === undefined ? {} : { database }),
    ...(rabbitmq === undefined ? {} : { rabbitmq }),
  });
  const { databaseUrl, amqpUrl } = await startContainers({ images, label: name, within, keeper });
  // A server with an open port may not answer yet.
  await Promise.all([
    createDatabaseAt(settingsOf(databaseUrl), within),
    reachRabbitmq(amqpUrl, within),
  ]);
  return placesAt(databaseUrl, amqpUrl);
}

function placesAt(databaseUrl: string, amqpUrl: string): Places {
  return {
    env: { DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl },
    amqpUrl,
    database: () => Promise.resolve(settingsOf(databaseUrl)),
  };
}

function settingsOf(url: string): ConnectionSettings {
  return settingsFromUrl(loadConfig({ DATABASE_URL: url }));
}

import type { StartedTestContainer } from "testcontainers";
import type { Keeper } from "../keeper";
import { whyNoEngine } from "./engine";
import type { Images } from "./images";
import { loadTestcontainers } from "./load-testcontainers";
import { LABEL } from "./remove-containers";

const USER = "jumar";
const PASSWORD = "jumar";
const DATABASE = "jumar";

/** How to start an image, and the URL of what runs in it. */
interface Recipe {
  image: string;
  port: number;
  env: Record<string, string>;
  command?: string[];
  urlOf(host: string, port: number): string;
}

/** Starts a database and RabbitMQ; resolves once their ports are open, which is not yet ready. */
export async function startContainers(options: {
  images: Images;
  label: string;
  within: number;
  keeper: Keeper;
}): Promise<{ databaseUrl: string; amqpUrl: string }> {
  const { images, label, keeper, within } = options;
  loadTestcontainers();
  const problem = await whyNoEngine();
  if (problem !== undefined) throw new Error(problem);
  keeper.note({ kind: "containers", label });
  const start = (recipe: Recipe): Promise<string> => startContainer(recipe, label, within);
  const [database, rabbitmq] = await Promise.allSettled([
    start(databaseRecipe(images.database)),
    start(rabbitmqRecipe(images.rabbitmq)),
  ]);
  // Both are waited for, so that none begins after what there is was removed.
  if (database.status === "rejected") throw database.reason;
  if (rabbitmq.status === "rejected") throw rabbitmq.reason;
  return { databaseUrl: database.value, amqpUrl: rabbitmq.value };
}

async function startContainer(recipe: Recipe, label: string, within: number): Promise<string> {
  const { image, port, env, command, urlOf } = recipe;
  const { GenericContainer } = loadTestcontainers();
  const container = new GenericContainer(image)
    .withExposedPorts(port)
    .withEnvironment(env)
    .withLabels({ [LABEL]: label })
    .withStartupTimeout(within);
  if (command) container.withCommand(command);
  let started: StartedTestContainer;
  try {
    started = await container.start();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the container of ${image} did not start: ${reason}`, { cause });
  }
  // Where an engine's ports are is the engine's business: it may be another machine.
  return urlOf(started.getHost(), started.getMappedPort(port));
}

function databaseRecipe(image: string): Recipe {
  if (!image.includes("cockroach")) {
    return {
      image,
      port: 5432,
      env: { POSTGRES_USER: USER, POSTGRES_PASSWORD: PASSWORD },
      urlOf: (host, port) => `postgresql://${USER}:${PASSWORD}@${host}:${port}/${DATABASE}`,
    };
  }
  return {
    image,
    port: 26257,
    env: {},
    // In memory: what a test writes is not to outlive it, and a laptop's disk is slow.
    command: ["start-single-node", "--insecure", "--store=type=mem,size=1GiB"],
    urlOf: (host, port) => `postgresql://root@${host}:${port}/${DATABASE}`,
  };
}

function rabbitmqRecipe(image: string): Recipe {
  return {
    image,
    port: 5672,
    env: { RABBITMQ_DEFAULT_USER: USER, RABBITMQ_DEFAULT_PASS: PASSWORD },
    urlOf: (host, port) => `amqp://${USER}:${PASSWORD}@${host}:${port}`,
  };
}

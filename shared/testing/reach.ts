import { connect as connectAmqp } from "amqplib";
import { type ConnectionSettings, createDatabase } from "../database";
import { eventually } from "./eventually";

/** Creates a database; tries again within `within` ms, and then says where it is that does not answer. */
export async function createDatabaseAt(
  settings: ConnectionSettings,
  within: number,
): Promise<void> {
  await reaching(`the database at ${settings.host}:${settings.port}`, within, async () => {
    await createDatabase(settings);
  });
}

/** Waits up to `within` ms for RabbitMQ; fails with where it is and why it cannot be used. */
export async function reachRabbitmq(amqpUrl: string, within: number): Promise<void> {
  await reaching(`RabbitMQ at ${new URL(amqpUrl).host}`, within, async () => {
    const connection = await connectAmqp(amqpUrl, { timeout: 5_000 });
    await connection.close();
  });
}

async function reaching(what: string, within: number, reach: () => Promise<void>): Promise<void> {
  const attempt = async (): Promise<true> => {
    await reach();
    return true;
  };
  await eventually(attempt, within).catch((cause: unknown) => {
    throw new Error(`${what} cannot be used: ${reasonOf(cause)}`, { cause });
  });
}

/** Several addresses of one name fail together, with a message that is empty. */
function reasonOf(problem: unknown): string {
  if (problem instanceof AggregateError) return problem.errors.map(reasonOf).join(", ");
  return problem instanceof Error ? problem.message : String(problem);
}

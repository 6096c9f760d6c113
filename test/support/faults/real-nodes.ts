import { type Fleet, type FleetOptions, startFleet } from "../fleet";
import { type BrokerNode, startBrokerNode } from "./broker-node";
import { type DatabaseNode, startDatabaseNode } from "./database-node";

/** A fleet on a RabbitMQ and a database that a test may break. */
export interface BreakableFleet {
  fleet: Fleet;
  broker: BrokerNode;
  database: DatabaseNode;
  drop(): Promise<void>;
}

/** Starts all three; ends them in the right order with `drop`, also when some part is broken. */
export async function startBreakable(
  options: Pick<FleetOptions, "topology" | "env"> & {
    /** Something between the fleet and RabbitMQ that listens on a port of its own. */
    between?: (broker: BrokerNode) => Promise<{ port: number }>;
  },
): Promise<BreakableFleet> {
  const { topology, env, between } = options;
  const [broker, database] = await Promise.all([startBrokerNode(), startDatabaseNode()]);
  const nodes = { broker, database };
  const dropNodes = async (): Promise<void> => {
    await Promise.all([broker.drop(), database.drop()]);
  };
  try {
    const amqpUrl = new URL(broker.url);
    if (between) amqpUrl.port = String((await between(broker)).port);
    const fleet = await startFleet({
      topology,
      databaseUrl: database.url,
      amqpUrl: amqpUrl.href,
      env: { LOG_LEVEL: "warn", ...env },
    });
    const drop = async (): Promise<void> => {
      try {
        await fleet.stop();
      } finally {
        await dropNodes();
      }
    };
    return { fleet, ...nodes, drop };
  } catch (error) {
    await dropNodes();
    throw error;
  }
}

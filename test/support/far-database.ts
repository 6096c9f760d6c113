import { connect, type Database } from "../../shared/database";
import { standBetween } from "./commits/stand-between";
import type { TestDatabase } from "./database";

/** The same database as if it were `roundTrip` ms away, with pools of its own. */
export interface FarDatabase {
  database: Pick<TestDatabase, "settings" | "of">;
  close(): Promise<void>;
}

export async function moveAway(
  { settings }: Pick<TestDatabase, "settings">,
  roundTrip: number,
): Promise<FarDatabase> {
  const later = (then: () => void): void => void setTimeout(then, roundTrip / 2);
  const between = await standBetween(settings, (client, upstream) => {
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("data", (chunk) => {
        later(() => to.write(chunk));
      });
      from.on("close", () => {
        later(() => to.destroy());
      });
    }
  });
  const pools = new Map<string, Database>();
  return {
    database: {
      settings: between.settings,
      of(service) {
        const pool =
          pools.get(service) ?? connect({ settings: between.settings, service, poolSize: 10 });
        pools.set(service, pool);
        return pool;
      },
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      await between.close();
    },
  };
}

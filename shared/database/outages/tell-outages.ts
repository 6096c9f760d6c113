import type { EventEmitter } from "node:events";
import { type Logger, tellOfOutage } from "../../observability";
import { inTime } from "../../waiting";
import type { Database } from "../connect";
import { isUnreachable } from "../errors";
import { describeOutage } from "./describe-outage";

/** Tells of a database's outages by what its pools meet. */
export interface OutageTeller {
  /** From now on what this pool meets counts. */
  watch(pool: Database): void;
  stop(): void;
}

/** In ms: so often it is asked whether an outage is over, and for how long nothing may have failed by then. */
const INTERVAL = 1_000;
const PATIENCE = 2_000;
const CALM = {
  /** No connection came about. */
  connection: 1_000,
  /** A statement found no room; what it was for is tried again after 5 s at most. */
  statement: 15_000,
};

const OUT_OF_ROOM = /^(53|58)/;

interface Client {
  acquireRawConnection(): Promise<unknown>;
  pool: { on(event: "createSuccess", listener: (id: number, made: Made) => void): void };
}
interface Made {
  connection: EventEmitter;
}

/**
 * Has the log tell once that the database is away, or out of connections or room, with the cause and
 * what to do; once a minute while it lasts; and once that it is over. Of all pools together, however
 * many try however often.
 */
export function tellDatabaseOutages(log: Logger): OutageTeller {
  const outage = tellOfOutage(log, {
    name: "database",
    away: (err) => `${describeOutage(err)}; trying again`,
    back: "the database is back",
  });
  let calmAt = 0;
  let looking: NodeJS.Timeout | undefined;
  let failing: Database | undefined;

  const look = async (): Promise<void> => {
    if (!failing || performance.now() < calmAt) return;
    const asked = Promise.resolve(failing.raw("select 1")).then(() => true);
    // Where several share what is left, one gets an answer while others get none.
    if (!(await inTime(asked, PATIENCE)) || performance.now() < calmAt || !looking) return;
    stop();
    outage.back();
  };
  const fail = (pool: Database, error: unknown, calm: number): void => {
    failing = pool;
    calmAt = Math.max(calmAt, performance.now() + calm);
    outage.away(error);
    looking ??= setInterval(() => void look(), INTERVAL).unref();
  };
  const stop = (): void => {
    clearInterval(looking);
    looking = undefined;
  };

  return {
    watch(pool) {
      const client = pool.client as Client;
      const open = client.acquireRawConnection.bind(client);
      client.acquireRawConnection = async () => {
        try {
          return await open();
        } catch (error) {
          if (isUnreachable(error)) fail(pool, error, CALM.connection);
          throw error;
        }
      };
      client.pool.on("createSuccess", (_id, { connection }) => {
        connection.on("errorMessage", (error: { code?: string }) => {
          if (OUT_OF_ROOM.test(error.code ?? "")) fail(pool, error, CALM.statement);
        });
      });
    },
    stop,
  };
}

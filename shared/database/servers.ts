import { Client } from "pg";
import type { Address } from "../config";
import { connectionOptions, type ConnectionSettings } from "./connection";
import { isUnreachable } from "./errors";

/** Which of a database's servers new connections go to. */
export interface Servers {
  /** The nearest that works; when none does, the one that worked last. */
  current(): Promise<Address>;
  /** Whether a connection to it should stay. */
  isCurrent(address: Address): boolean;
  close(): Promise<void>;
}

/** In ms: how often the servers are looked at, and how long one may take to answer. */
const INTERVAL = 500;
const PATIENCE = 1_000;
/** How many looks in a row have to agree before connections move: one lost packet is no outage. */
const AGREEING = 2;

/**
 * Watches a database of several servers, the nearest first: connections move to a farther one when
 * those before it are away or only read, and back when a nearer one works again, within about 3 s.
 */
export function watchServers(settings: ConnectionSettings): Servers {
  const { host = "localhost", port = 5432, farther = [] } = settings;
  const addresses = [{ host, port }, ...farther];
  const probes = addresses.map((address) => createProbe({ ...settings, ...address }));
  let current = 0;
  let seen = { nearest: 0, times: 0 };
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    const nearest = await findNearest(probes);
    if (nearest === undefined) return;
    seen = { nearest, times: nearest === seen.nearest ? seen.times + 1 : 1 };
    if (seen.times >= AGREEING) current = nearest;
  };
  const lookOnce = (): Promise<void> =>
    (looking ??= look().finally(() => {
      looking = undefined;
    }));
  // At the start there is nothing to be steady about.
  const first = findNearest(probes).then((nearest = 0) => {
    current = nearest;
  });
  const timer = setInterval(() => void first.then(lookOnce), INTERVAL).unref();
  const same = (a: Address, b: Address | undefined): boolean =>
    a.host === b?.host && a.port === b.port;

  return {
    async current() {
      await first;
      return addresses[current] ?? { host, port };
    },
    isCurrent: (address) => same(address, addresses[current]),
    async close() {
      clearInterval(timer);
      await first;
      await looking;
      await Promise.all(probes.map((probe) => probe.close()));
    },
  };
}

/** The first server that works; those behind it are left alone. */
async function findNearest(probes: readonly Probe[]): Promise<number | undefined> {
  for (const [index, probe] of probes.entries()) {
    if (await probe.works()) return index;
  }
  return undefined;
}

interface Probe {
  works(): Promise<boolean>;
  close(): Promise<void>;
}

/** Asks one server over a connection that is kept, so that looking costs it next to nothing. */
function createProbe(settings: ConnectionSettings): Probe {
  let kept: Client | undefined;
  const drop = async (): Promise<void> => {
    const client = kept;
    kept = undefined;
    await client?.end().catch(() => undefined);
  };
  return {
    async works() {
      try {
        kept ??= await open(settings, () => (kept = undefined));
        const { rows } = await kept.query<{ transaction_read_only: string }>(
          "show transaction_read_only",
        );
        return rows[0]?.transaction_read_only === "off";
      } catch (error) {
        void drop();
        // A server that refuses the user or has no such database is there; the refusal has to be heard.
        return error instanceof Error && "severity" in error && !isUnreachable(error);
      }
    },
    close: drop,
  };
}

async function open(settings: ConnectionSettings, onLost: () => void): Promise<Client> {
  const client = new Client({
    ...connectionOptions(settings, "servers"),
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
  });
  client.on("error", onLost);
  await client.connect();
  return client;
}

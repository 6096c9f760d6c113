import { ALL_BUSY } from "../answers";

/** A state of the database that passes, in words for its operator. */
export interface OutageWords {
  /** What goes on behind "the database": `cannot be reached (nobody listens there)`. */
  state: string;
  /** What to do. */
  remedy: string;
  /** Which server, as ` on 10.0.0.1, port 5432`; empty where the error does not say. */
  where: string;
}

const RAISE = "raise the database's `max_connections`";

/** What the database says of itself by its codes, and this process of what it has in hand. */
const STATES: Record<string, [state: string, remedy: string]> = {
  [ALL_BUSY]: [
    "has answered nobody while every connection of this process was at work",
    "look at what they run, or raise DATABASE_POOL_SIZE",
  ],
  "53300": [
    "has no connection left",
    `${RAISE} (or what its user may have), or lower DATABASE_POOL_SIZE`,
  ],
  "53100": ["has no room left on its disk", "make room there"],
  "53200": ["has no memory left", "give it more, or lower DATABASE_POOL_SIZE"],
  "57P03": ["takes no connections yet: it starts, stops or recovers", "wait until it has"],
};

const REASONS: Record<string, string> = {
  ECONNREFUSED: "nobody listens there",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "its name cannot be resolved",
  ETIMEDOUT: "no answer",
  EHOSTUNREACH: "no way there",
  ENOENT: "no such socket",
};

/** What is wrong with the database by what `findFailure` finds, or an error for which `isUnreachable` holds. */
export function wordsOfOutage(error: unknown): OutageWords {
  const { code = "", name, message = "" } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const where = addressOf(error);
  const [state, remedy] = STATES[code] ?? [];
  if (state !== undefined && remedy !== undefined) return { state, remedy, where };
  if (name === "KnexTimeoutError" && /acquiring a connection/i.test(message)) {
    return {
      state: "had no connection for who waited: all of a pool were busy, or it takes no more",
      remedy: `raise DATABASE_POOL_SIZE where there is room, else ${RAISE}`,
      where,
    };
  }
  const reason = name === "KnexTimeoutError" ? "no answer" : REASONS[code];
  return {
    state: `cannot be reached${reason === undefined ? "" : ` (${reason})`}`,
    remedy: "check that it runs, and DATABASE_URL",
    where,
  };
}

/** The same in one line. */
export function describeOutage(error: unknown): string {
  const { where, state, remedy } = wordsOfOutage(error);
  return `the database${where} ${state}; ${remedy}`;
}

interface Located {
  address?: string;
  port?: number;
  hostname?: string;
}

function addressOf(error: unknown): string {
  const one = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const { address, port, hostname } = (one ?? {}) as Located;
  if (hostname !== undefined) return ` on ${hostname}`;
  return address === undefined ? "" : ` on ${address}${port === undefined ? "" : `, port ${port}`}`;
}

import { randomBytes } from "node:crypto";
import { argon2id, hash, needsRehash, verify } from "argon2";
import { preparePassword } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { counter, durations, gauge, stopwatch, withinTrace } from "../../../shared/observability";

/** Turns passwords into Argon2id hashes and checks them, a bounded number at a time. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /**
   * Compares in the form that is hashed, then as it was typed, which earlier versions hashed. Does the same
   * work when there is no hash to compare with, so that time tells nothing.
   */
  verify(stored: string | undefined, password: string): Promise<Verdict>;
}

/** What came of a comparison. */
export interface Verdict {
  matches: boolean;
  /** It matches, but a hash of today would be another: of other parameters, or of another form of the text. */
  outdated: boolean;
}

const queueLength = gauge(
  "jumar_hash_queue_length",
  "Passwords that wait for their turn to be hashed.",
);
const waits = durations(
  "jumar_hash_wait_seconds",
  "How long passwords waited until they were hashed.",
);
const hashes = durations("jumar_hash_duration_seconds", "Hashing of passwords, without the wait.");
const shed = counter(
  "jumar_hash_shed_total",
  "Passwords that were turned away, because too many waited or for too long.",
);

/** How many may wait for their turn: at a hash every 15 ms they are through in three seconds. */
const MAX_WAITING = 200;
/** In ms. Whoever has waited for longer is turned away rather than hashed for: soon nobody waits any more. */
const PATIENCE = 5_000;
/** In seconds. */
const COME_AGAIN = 5;

/**
 * `memoryCost` in KiB, as in the PHC string. More than `atOnce` would only make each slower. Throws
 * `overloaded` when too many wait or it takes too long.
 */
export async function createPasswordHasher(
  parameters: { memoryCost: number; timeCost: number; parallelism: number },
  { atOnce, maxWaiting = MAX_WAITING, patience = PATIENCE }: GateOptions,
): Promise<PasswordHasher> {
  const options = { type: argon2id, ...parameters };
  const gate = createGate({ atOnce, maxWaiting, patience });
  const nobodys = await hash(randomBytes(32).toString("base64"), options);
  const isOf = (stored: string, text: string): Promise<boolean> =>
    withinTrace("verify hash", {}, () => gate(() => verify(stored, text)));
  return {
    hash: (password) =>
      withinTrace("hash", {}, () => gate(() => hash(preparePassword(password), options))),
    async verify(stored, typed) {
      const password = preparePassword(typed);
      if (await isOf(stored ?? nobodys, password)) {
        const matches = stored !== undefined;
        return { matches, outdated: matches && needsRehash(stored, options) };
      }
      const matches = typed !== password && (await isOf(stored ?? nobodys, typed));
      return { matches: matches && stored !== undefined, outdated: matches };
    },
  };
}

interface GateOptions {
  atOnce: number;
  maxWaiting?: number;
  patience?: number;
}

type Gate = <T>(work: () => Promise<T>) => Promise<T>;

interface Waiting {
  until: number;
  begin(): void;
  giveUp(): void;
}

function createGate({ atOnce, maxWaiting, patience }: Required<GateOptions>): Gate {
  let running = 0;
  const waiting: Waiting[] = [];
  const overloaded = (): AppError => {
    shed.inc();
    return new AppError("overloaded", { retryAfter: COME_AGAIN });
  };

  const wait = async (): Promise<void> => {
    if (waiting.length >= maxWaiting) throw overloaded();
    await new Promise<void>((resolve, reject) => {
      const until = performance.now() + patience;
      waiting.push({ until, begin: resolve, giveUp: () => reject(overloaded()) });
      queueLength.inc();
    });
  };
  /** The place is handed over, not freed. */
  const handOver = (): void => {
    const next = waiting.shift();
    if (next) queueLength.dec();
    if (!next) running -= 1;
    else if (performance.now() < next.until) next.begin();
    else {
      next.giveUp();
      handOver();
    }
  };
  return async (work) => {
    const waited = stopwatch();
    if (running >= atOnce) await wait();
    else running += 1;
    waits.observe(waited());
    const seconds = stopwatch();
    try {
      return await work();
    } finally {
      hashes.observe(seconds());
      handOver();
    }
  };
}

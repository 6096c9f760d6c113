import { argon2id, hash, needsRehash, verify } from "argon2";
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { AppError } from "../../../shared/errors";

/** Turns passwords into Argon2id hashes and checks them, a bounded number at a time. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Does the same work when there is no hash to compare with, so that time tells nothing. */
  verify(stored: string | undefined, password: string): Promise<boolean>;
  /** Whether a hash was made with other parameters than today's. */
  isOutdated(stored: string): boolean;
}

/** More hashes at once than cores only make each of them slower; who would wait for more than this is turned away. */
const MAX_WAITING = 200;

/** `memoryCost` in KiB, as in the PHC string. Throws `overloaded` when too many wait. */
export async function createPasswordHasher(parameters: {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}): Promise<PasswordHasher> {
  const options = { type: argon2id, ...parameters };
  const gate = createGate(availableParallelism(), MAX_WAITING);
  const nobodys = await hash(randomBytes(32).toString("base64"), options);
  return {
    hash: (password) => gate(() => hash(password, options)),
    async verify(stored, password) {
      const matches = await gate(() => verify(stored ?? nobodys, password));
      return matches && stored !== undefined;
    },
    isOutdated: (stored) => needsRehash(stored, options),
  };
}

type Gate = <T>(work: () => Promise<T>) => Promise<T>;

function createGate(atOnce: number, maxWaiting: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) throw new AppError("overloaded", { retryAfter: 5 });
      await new Promise<void>((resolve) => waiting.push(resolve)); // the place is handed over, not freed
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

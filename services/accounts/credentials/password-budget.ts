import type { Database, Transaction } from "../../../shared/database";
import { createLimiter, type Limiter, type LimitRule, tooMany } from "../../../shared/limits";
import type { Signer } from "../../../shared/signing";

/** How often the password of an account may be guessed. */
export interface PasswordBudget {
  /** By whoever asks for a session with an address, whether that has an account or not. */
  readonly logIn: Guesses;
  /** By whoever has a session of the account; out of reach for those who have none. */
  readonly current: Guesses;
}

export interface Guesses {
  /**
   * Takes one of the tries of an account. Throws `rate_limited` with when to come again; that costs
   * no try, so nobody is kept out for good.
   */
  spend(account: string): Promise<Guess>;
  /** Forgets the tries of an account, for whoever has shown otherwise that it is theirs. */
  clear(account: string, trx: Transaction): Promise<void>;
}

/** A try that was taken. It stands as a wrong password until it is said what it was. */
export interface Guess {
  /** The password was right: the try is given back and the pauses are over. */
  right(trx?: Transaction): Promise<void>;
  /** What `compare` answers; the try is given back when nothing could be compared. */
  by<T>(compare: () => Promise<T>): Promise<T>;
}

/** Free for five wrong passwords, then a pause of 1 s, doubling up to 15 min; 20 in 15 min at most. */
const RULE: Omit<LimitRule, "name"> = {
  points: 20,
  seconds: 15 * 60,
  // Whoever waits until the pauses are forgotten gets fewer tries in a day than by keeping to them.
  pauses: { free: 5, first: 1, longest: 15 * 60, remembered: 4 * 60 * 60 },
};

/** Counts are kept under fingerprints: no address rests there that has no account. */
export function createPasswordBudget(db: Database, schema: string, signer: Signer): PasswordBudget {
  const guesses = (name: string): Guesses => {
    const limiter = createLimiter(db, schema, { name, ...RULE });
    const keyOf = (account: string): string => signer.fingerprint("limits", account);
    return {
      spend: (account) => spend(limiter, keyOf(account)),
      clear: (account, trx) => limiter.clear(keyOf(account), trx),
    };
  };
  return { logIn: guesses("log-in"), current: guesses("current-password") };
}

async function spend(limiter: Limiter, key: string): Promise<Guess> {
  const tried = await limiter.consume(key);
  if (!tried.allowed) throw tooMany(tried);
  return {
    right: (trx) => limiter.giveBack(tried, { endPauses: true, ...(trx ? { trx } : {}) }),
    async by(compare) {
      try {
        return await compare();
      } catch (error) {
        // Where that fails too the try is lost, which a pause makes good.
        await limiter.giveBack(tried).catch(() => undefined);
        throw error;
      }
    },
  };
}

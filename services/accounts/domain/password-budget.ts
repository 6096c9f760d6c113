import type { Database } from "../../../shared/database";
import { createLimiter, tooMany } from "../../../shared/limits";
import type { Signer } from "../../../shared/signing";

/** How often the password of an account may be guessed. */
export interface PasswordBudget {
  /**
   * Takes one of the tries of an account, whether there is one or not. Throws `rate_limited` with
   * when to come again; that costs no try, so nobody is kept out for good.
   */
  spend(emailKey: string): Promise<void>;
  /** After the right password, or a new one through a mailed link. */
  clear(emailKey: string): Promise<void>;
}

/** Free for five wrong passwords, then pauses of 1 s and doubling; 20 in 15 min are compared at most. */
const RULE = { name: "password", points: 20, seconds: 15 * 60, free: 5 };

/** Counts are kept under a fingerprint of the address: no address rests there that has no account. */
export function createPasswordBudget(db: Database, schema: string, signer: Signer): PasswordBudget {
  const limiter = createLimiter(db, schema, RULE);
  const keyOf = (emailKey: string): string => signer.fingerprint("limits", emailKey);
  return {
    async spend(emailKey) {
      const tried = await limiter.consume(keyOf(emailKey));
      if (!tried.allowed) throw tooMany(tried);
    },
    clear: (emailKey) => limiter.clear(keyOf(emailKey)),
  };
}

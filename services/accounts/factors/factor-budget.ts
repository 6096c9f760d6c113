import type { Database, Transaction } from "../../../shared/database";
import { createLimiter, type LimitRule, tooMany } from "../../../shared/limits";

/** How a second factor is shown: a code of an app, or a recovery code. */
export type FactorMethod = "totp" | "recovery_code";

/** How often codes of an account may be guessed; no right password gives a try back. */
export interface FactorBudget {
  /**
   * Takes one of the tries of a user (UUID). Throws `rate_limited` with when to come again. The try
   * stands unless the code is said to be right, in the transaction of what it leads to.
   */
  spend(method: FactorMethod, userId: string): Promise<{ right(trx: Transaction): Promise<void> }>;
}

/** As of passwords: five are free, then a pause of 1 s, doubling up to 15 min; 20 in 15 min at most. */
const RULE: Omit<LimitRule, "name"> = {
  points: 20,
  seconds: 15 * 60,
  pauses: { free: 5, first: 1, longest: 15 * 60, remembered: 4 * 60 * 60 },
};

/** Creates the budget of each way to show a factor, kept in the tables of `schema`. */
export function createFactorBudget(db: Database, schema: string): FactorBudget {
  const limiters = {
    totp: createLimiter(db, schema, { name: "totp", ...RULE }),
    recovery_code: createLimiter(db, schema, { name: "recovery-code", ...RULE }),
  };
  return {
    async spend(method, userId) {
      const limiter = limiters[method];
      const tried = await limiter.consume(userId);
      if (!tried.allowed) throw tooMany(tried);
      return { right: (trx) => limiter.giveBack(tried, { endPauses: true, trx }) };
    },
  };
}

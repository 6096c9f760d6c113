import type { Loop } from "../../shared/background";
import type { Deps } from "../../shared/service";
import type { BreachedPasswords } from "./credentials/breached";
import type { PasswordBudget } from "./credentials/password-budget";
import type { PasswordHasher } from "./credentials/password-hasher";
import type { FactorBudget } from "./factors/factor-budget";
import type { PolicyEntry } from "./sign-in/policy";

export interface AccountsDeps extends Deps {
  passwords: PasswordHasher;
  breachedPasswords: BreachedPasswords;
  passwordBudget: PasswordBudget;
  factorBudget: FactorBudget;
  /** What may be asked of somebody before a session is opened for them, in this order. */
  signInPolicy: readonly PolicyEntry[];
  /** Set once this process answers mail requests; a new request wakes the loop. */
  mailRequests: { loop?: Loop };
}

import type { Loop } from "../../shared/background";
import type { Deps } from "../../shared/service";
import type { PasswordBudget } from "./domain/password-budget";
import type { PasswordHasher } from "./domain/password-hasher";

export interface AccountsDeps extends Deps {
  passwords: PasswordHasher;
  passwordBudget: PasswordBudget;
  /** Set once wishes for mails are answered in this process; a new one wakes it. */
  mailRequests: { loop?: Loop };
}

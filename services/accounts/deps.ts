import type { Deps } from "../../shared/service";
import type { PasswordHasher } from "./domain/password-hasher";

export interface AccountsDeps extends Deps {
  passwords: PasswordHasher;
}

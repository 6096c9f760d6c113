import { emailKeyOf } from "../../../shared/contracts";
import type { FieldError } from "../../../shared/errors";
import type { UserRecord } from "./store/user-record";

/** What is wrong with an address to move an account to when it is the account's own, in whatever spelling. */
export function addressNotChanged(user: UserRecord, email: string): FieldError | undefined {
  if (emailKeyOf(email) !== emailKeyOf(user.email)) return undefined;
  return {
    pointer: "/email",
    code: "not_changed",
    detail: "is already the address of this account",
  };
}

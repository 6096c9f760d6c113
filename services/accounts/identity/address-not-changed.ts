import { emailKeyOf } from "../../../shared/contracts";
import type { FieldError } from "../../../shared/errors";
import type { UserRecord } from "./store/user-record";

/** What is wrong with an address to move an account to when it is the account's own, in whatever letters. */
export function addressNotChanged(user: UserRecord, email: string): FieldError | undefined {
  if (emailKeyOf(email) !== user.email_key) return undefined;
  return {
    pointer: "/email",
    code: "not_changed",
    detail: "is already the address of this account",
  };
}

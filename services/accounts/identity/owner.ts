import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";

/** The user and session (UUIDs) behind a call, or `unauthenticated`. */
export function ownerOf({ principal }: Caller): { userId: string; sessionId: string } {
  if (principal?.kind !== "session") throw new AppError("unauthenticated");
  return { userId: uuidOf(principal.user.id), sessionId: uuidOf(principal.session.id) };
}

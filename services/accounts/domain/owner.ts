import { uuidOf, type Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";

/** The user and session (UUIDs) behind a call, or `unauthenticated`. */
export function ownerOf({ scope }: Caller): { userId: string; sessionId: string } {
  if (scope?.kind !== "user") throw new AppError("unauthenticated");
  return { userId: uuidOf(scope.user_id), sessionId: uuidOf(scope.session_id) };
}

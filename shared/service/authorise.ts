import { type Access, type Caller, type StepUp, stepUpOf } from "../contracts";
import { AppError } from "../errors";
import type { Principal, SessionPrincipal } from "../principal";

/**
 * Lets a caller through to an action. Throws `unauthenticated`, `forbidden`, or
 * `insufficient_user_authentication` with what it takes.
 */
export function authorise(access: Access, { principal }: Caller): void {
  if (access.who === "anyone") return;
  if (!principal) throw new AppError("unauthenticated");
  if (!isAmong(access.who, principal)) throw new AppError("forbidden");
  const stepUp = stepUpOf(access);
  if (stepUp && principal.kind === "session") requireStepUp(stepUp, principal);
}

function isAmong(who: Exclude<Access["who"], "anyone">, principal: Principal): boolean {
  switch (who) {
    case "session":
      return principal.kind === "session";
    case "admin":
      return (
        principal.kind === "operator" ||
        (principal.kind === "session" && principal.user.role === "admin")
      );
    case "internal":
      return principal.kind === "service" || principal.kind === "operator";
  }
}

function requireStepUp(
  { within = Infinity, assurance = 1 }: StepUp,
  given: SessionPrincipal,
): void {
  const seconds = (Date.parse(given.readAt) - Date.parse(given.authenticatedAt)) / 1_000;
  // Written so that a time that cannot be read is refused.
  if (seconds <= within && given.assurance >= assurance) return;
  throw new AppError("insufficient_user_authentication", {
    stepUp: {
      ...(within === Infinity ? {} : { within }),
      ...(assurance === 1 ? {} : { assurance }),
    },
  });
}

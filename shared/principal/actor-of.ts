import type { Principal } from "./principal";

/** The words for those who act and are no user of a session. */
export const ACTORS = ["operator", "system", "anonymous"] as const;

/** The word by which events and audit entries name who acted; without a principal, `anonymous`. */
export function actorOf(principal: Principal | undefined): string {
  switch (principal?.kind) {
    case "session":
      return principal.user.id;
    case "operator":
      return "operator";
    case "service":
      return "system";
    case undefined:
      return "anonymous";
  }
}

import type { Principal } from "./principal";

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

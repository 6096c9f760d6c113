import type { Principal } from "./principal";

/** The user for whom a principal acts, by TypeID and role; undefined when there is none. */
export function userOf(principal: Principal | undefined) {
  return principal && "user" in principal ? principal.user : undefined;
}

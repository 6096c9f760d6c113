export { actorOf, ACTORS } from "./actor-of";
export {
  ROLES,
  type Assurance,
  type Principal,
  type Role,
  type SessionPrincipal,
} from "./principal";
export { userOf } from "./user-of";

import { logIn } from "./log-in";
import { logOut } from "./log-out";

export const actions = { logIn, logOut };
export { openSession, type Opened } from "./open-session";
export { policy, type PolicyEntry } from "./policy";
export type { Proof } from "./proof";
export { renewSession } from "./renew-session";

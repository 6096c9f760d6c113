import { logIn } from "./log-in";
import { logOut } from "./log-out";

export const actions = { logIn, logOut };
export { openSession, type Opened } from "./open-session";
export { policy, type PolicyEntry } from "./policy";
export { assuranceOf, type Method, type Proof } from "./proof";
export { rejectLogIn } from "./reject-log-in";
export { addProof, renewSession } from "./renew-session";
export { deleteExpiredLogIns, findLogIn, type PendingLogIn, takeLogIn } from "./store/log-ins";

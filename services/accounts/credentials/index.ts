export { type BreachedPasswords, openBreachedPasswords } from "./breached";
export { requireCurrentPassword, requireSamePassword } from "./current-password";
export { hashNew } from "./hash-new";
export { newPasswordProblem } from "./new-password-problem";
export { createPasswordBudget } from "./password-budget";
export { createPasswordHasher } from "./password-hasher";
export { renewCredentials } from "./renew-credentials";

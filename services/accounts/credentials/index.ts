export { requireCurrentPassword, requireSamePassword } from "./current-password";
export { createPasswordBudget } from "./password-budget";
export { createPasswordHasher } from "./password-hasher";
export { renewCredentials } from "./renew-credentials";

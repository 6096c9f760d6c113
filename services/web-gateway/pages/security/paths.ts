/** The page of one's second factors; all that is done there is below it. */
export const SECURITY = "/users/settings/security";
/** The page on which an app is added. */
export const ENROLMENT = `${SECURITY}/totp`;
/** The page on which recovery codes are shown once. */
export const RECOVERY_CODES = `${SECURITY}/recovery-codes`;

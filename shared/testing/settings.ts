/**
 * What tests of other things than these want: light hashes, and room for everybody who comes from one
 * address, as all of a test's users do.
 */
export const testSettings: Readonly<Record<string, string>> = {
  JUMAR_ARGON2_MEMORY: "256",
  JUMAR_ARGON2_TIME: "1",
  JUMAR_LOG_INS_PER_ADDRESS: "1000000",
  JUMAR_SIGN_UPS_PER_ADDRESS: "1000000",
  JUMAR_MAIL_REQUESTS_PER_ADDRESS: "1000000",
};

/** Every error a caller can see: its stable code, the HTTP status it answers with and a title for people. */
export const errorCatalogue = {
  malformed_request: { status: 400, title: "The request could not be read" },
  unauthenticated: { status: 401, title: "Log in first" },
  invalid_credentials: { status: 401, title: "The e-mail address or the password is wrong" },
  insufficient_user_authentication: { status: 401, title: "Log in again to continue" },
  forbidden: { status: 403, title: "You may not do this" },
  csrf_failed: { status: 403, title: "The request did not come from this site" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "This address does not allow that method" },
  already_confirmed: { status: 409, title: "The address is already confirmed" },
  precondition_failed: { status: 412, title: "It has changed since you read it" },
  payload_too_large: { status: 413, title: "The request is too large" },
  unsupported_media_type: { status: 415, title: "Send application/json" },
  validation_failed: { status: 422, title: "Some fields are not valid" },
  log_in_expired: { status: 422, title: "This log-in is over; begin it again" },
  token_invalid: { status: 422, title: "The link is wrong, used or expired" },
  idempotency_key_reused: { status: 422, title: "The Idempotency-Key belongs to another request" },
  rate_limited: { status: 429, title: "Too many attempts" },
  internal: { status: 500, title: "Something went wrong on our side" },
  overloaded: { status: 503, title: "Too busy at the moment" },
  unavailable: { status: 503, title: "Not available at the moment" },
  timeout: { status: 504, title: "No answer in time; the outcome is unknown" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Whether a word is a code of the catalogue. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCatalogue, code);
}

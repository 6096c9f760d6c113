const SERIALIZATION = new Set([
  "40001", // serialization_failure; CockroachDB's "restart transaction"
  "40P01", // deadlock_detected
  "CR000", // CockroachDB: transaction must be retried
]);

const UNREACHABLE_STATES = /^(08|53|57P0|58)/; // connection, resources, shutdown, system
const UNREACHABLE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
]);

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/** The transaction lost against another one: nothing happened, running it again may succeed. */
export function isSerializationFailure(error: unknown): boolean {
  return SERIALIZATION.has(codeOf(error));
}

/** The database could not be reached, is going away or is out of room; not the statement's fault. */
export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  if (UNREACHABLE_CODES.has(code) || UNREACHABLE_STATES.test(code)) return true;
  if (!(error instanceof Error)) return false;
  if (error.name === "KnexTimeoutError") return true;
  if (error instanceof AggregateError) return error.errors.every(isUnreachable);
  return /Connection terminated|connection timeout|timeout expired|Client has encountered a connection error|Connection ended unexpectedly/i.test(
    error.message,
  );
}

/** CockroachDB cannot say whether it committed (40003), and neither may be assumed. */
export function isUnknownOutcome(error: unknown): boolean {
  return codeOf(error) === "40003";
}

/** The row is there already; `constraint` narrows it to one unique index. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (codeOf(error) !== "23505") return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

import type { ErrorCode } from "../../../shared/errors";

/** The media type of problems (RFC 9457). */
export const PROBLEM_TYPE = "application/problem+json";

/** The address that names a kind of problem, where it is explained too. */
export function problemType(publicUrl: string, code: ErrorCode): string {
  return `${publicUrl}/problems/${code}`;
}

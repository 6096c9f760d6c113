import type { ErrorCode } from "../../../shared/errors";

/** The media type of problems (RFC 9457). */
export const PROBLEM_TYPE = "application/problem+json";

/** The URL that identifies a kind of problem and explains it. */
export function problemType(publicUrl: string, code: ErrorCode): string {
  return `${publicUrl}/problems/${code}`;
}

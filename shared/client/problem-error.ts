import type { ErrorCode, FieldError } from "../errors";

/** A code of the catalogue, or one that a newer server has. */
export type ProblemCode = ErrorCode | (string & {});

interface Parts {
  status: number;
  headers: Headers;
  body: unknown;
}

/**
 * An answer that is no success, as an error: a problem (RFC 9457), or something else that came in its
 * place, from a proxy for instance, with the code `unknown`.
 */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  /** What programs decide by. */
  readonly code: ProblemCode;
  readonly title: string;
  readonly detail: string | undefined;
  /** Which fields are wrong; empty when it is not about fields. */
  readonly errors: readonly FieldError[];
  /** Quote it when you report the problem. */
  readonly requestId: string | undefined;
  /** Seconds until trying again makes sense. */
  readonly retryAfter: number | undefined;
  readonly headers: Headers;

  constructor({ status, headers, body }: Parts) {
    const problem = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
    const title = problem.title ?? `The answer was ${status} and no problem of Jumar`;
    super(problem.detail === undefined ? title : `${title}: ${problem.detail}`);
    const after = headers.get("retry-after");
    this.status = status;
    this.code = problem.code ?? "unknown";
    this.title = title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id ?? headers.get("x-request-id") ?? undefined;
    this.retryAfter = after !== null && /^\d+$/.test(after) ? Number(after) : undefined;
    this.headers = headers;
  }

  /** Whether a field has an error, of any kind or of one: `error.has("/email", "email_taken")`. */
  has(pointer: string, code?: string): boolean {
    return this.errors.some(
      (error) => error.pointer === pointer && (code === undefined || error.code === code),
    );
  }
}

interface Problem {
  title: string;
  code: string;
  detail: string;
  request_id: string;
  errors: FieldError[];
}

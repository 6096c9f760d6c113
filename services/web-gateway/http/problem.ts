import {
  type AppError,
  errorCatalogue,
  type ErrorCode,
  type FieldError,
} from "../../../shared/errors";
import { report } from "../../../shared/observability";
import { fromThrown } from "../../../shared/service";
import { send } from "./answer";
import { challengeOf } from "./challenge";
import type { Exchange } from "./exchange";
import { PROBLEM_TYPE, problemType } from "./problem-type";

/** An error as clients see it (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail?: string;
  request_id: string;
  errors?: FieldError[];
}

/** Answers a request with an error. */
export type Refuse = (
  exchange: Exchange,
  thrown: unknown,
  headers?: Record<string, string>,
) => void | Promise<void>;

/** Answers with an error as `application/problem+json`. */
export function sendProblem(
  exchange: Exchange,
  thrown: unknown,
  headers: Record<string, string> = {},
): void {
  const error = noteProblem(exchange, thrown);
  send(exchange, {
    status: error.status,
    headers: { ...headersOf(error), ...headers },
    body: { type: PROBLEM_TYPE, text: JSON.stringify(toProblem(exchange, error)) },
  });
}

/**
 * Turns what was thrown into an error that may be shown, and logs it. What is not an AppError becomes
 * `internal` and shows nothing of itself.
 */
export function noteProblem(exchange: Exchange, thrown: unknown): AppError {
  const error = fromThrown(thrown);
  logProblem(exchange, error);
  return error;
}

function toProblem({ deps, requestId }: Exchange, error: AppError): Problem {
  const { code, status, detail, errors } = error;
  return {
    type: problemType(deps.config.publicUrl, code),
    title: errorCatalogue[code].title,
    status,
    code,
    ...(detail === undefined || code === "internal" ? {} : { detail }),
    request_id: requestId,
    ...(errors ? { errors } : {}),
  };
}

function headersOf(error: AppError): Record<string, string> {
  return {
    ...(error.status === 401 ? { "www-authenticate": challengeOf(error) } : {}),
    ...retryAfterOf(error),
  };
}

/** The `Retry-After` header, if the error says when to retry. */
export function retryAfterOf({ retryAfter }: AppError): Record<string, string> {
  return retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(retryAfter)) };
}

/** Errors without a cause came from a service, which has logged them itself. */
function logProblem({ deps, request, requestId, observed }: Exchange, error: AppError): void {
  if (error.cause === undefined) return;
  const fields = { request_id: requestId, method: request.method, code: error.code };
  if (error.code === "internal") {
    observed.failed();
    report(deps.log, error.cause, fields);
  } else if (error.status >= 500) {
    deps.log.warn({ ...fields, err: error.cause }, "could not be answered");
  }
}

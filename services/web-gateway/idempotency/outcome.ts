import {
  AppError,
  type AppErrorOptions,
  type ErrorCode,
  isErrorCode,
} from "../../../shared/errors";
import { seal, unseal } from "../../../shared/sealing";
import type { IdentifiedRequest } from "./identify-request";

/** The outcome of a request: the result of its action, or its error. */
type Outcome =
  { result: unknown } | { error: Pick<AppErrorOptions, "detail" | "errors"> & { code: ErrorCode } };

/**
 * Whether an error is final. A request that failed with 5xx or 429 may succeed the next time, and so may one
 * that asks for another proof of who one is, once that was given.
 */
export function isFinal({ status, code }: AppError): boolean {
  return status < 500 && status !== 429 && code !== "insufficient_user_authentication";
}

export function sealResult(request: IdentifiedRequest, result: unknown): Buffer {
  return sealOutcome(request, { result });
}

export function sealError(request: IdentifiedRequest, error: AppError): Buffer {
  const { code, detail, errors } = error;
  return sealOutcome(request, {
    error: { code, ...(detail === undefined ? {} : { detail }), ...(errors ? { errors } : {}) },
  });
}

/** Opens a sealed outcome: returns its result or throws its error. */
export function openOutcome({ key, request }: IdentifiedRequest, sealed: Buffer): unknown {
  const outcome = unseal(key, request.toString("hex"), sealed) as Outcome;
  if ("result" in outcome) return outcome.result;
  const { code, ...options } = outcome.error;
  throw new AppError(isErrorCode(code) ? code : "internal", options);
}

function sealOutcome({ key, request }: IdentifiedRequest, outcome: Outcome): Buffer {
  return seal(key, request.toString("hex"), outcome);
}

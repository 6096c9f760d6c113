import {
  AppError,
  isErrorCode,
  type AppErrorOptions,
  type ErrorCode,
} from "../../../shared/errors";
import { seal, unseal } from "../../../shared/idempotency";
import type { IdentifiedRequest } from "./identify-request";

/** How a request ended: with what its action answered, or with why it did not. */
type Outcome =
  { result: unknown } | { error: Pick<AppErrorOptions, "detail" | "errors"> & { code: ErrorCode } };

/** Whether a failure is for good. What may go better the next time is tried anew: 5xx and 429. */
export function isFinal({ status }: AppError): boolean {
  return status < 500 && status !== 429;
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

/** The result of a sealed outcome; throws its error. */
export function openOutcome({ key, request }: IdentifiedRequest, sealed: Buffer): unknown {
  const outcome = unseal(key, request.toString("hex"), sealed) as Outcome;
  if ("result" in outcome) return outcome.result;
  const { code, ...options } = outcome.error;
  throw new AppError(isErrorCode(code) ? code : "internal", options);
}

function sealOutcome({ key, request }: IdentifiedRequest, outcome: Outcome): Buffer {
  return seal(key, request.toString("hex"), outcome);
}

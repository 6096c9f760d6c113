import { Errors } from "moleculer";
import { isUnreachable } from "../database";
import { AppError, type AppErrorOptions, isErrorCode } from "../errors";

const TYPE = "JUMAR_APP_ERROR";
const LOST_NODE = "RequestRejectedError";

/** An AppError in the one class that Moleculer rebuilds on the other side. */
export function toWire(error: AppError): Errors.MoleculerError {
  const { code, detail, errors, retryAfter, part, stepUp } = error;
  return new Errors.MoleculerError(error.message, error.status, TYPE, {
    code,
    detail,
    errors,
    retryAfter,
    part,
    stepUp,
  });
}

/** What a failed call of a service means to the caller, as an AppError. */
export function fromWire(error: unknown, service?: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Errors.MoleculerError && error.type === TYPE) {
    const { code, ...options } = error.data as { code: string } & AppErrorOptions;
    return new AppError(isErrorCode(code) ? code : "internal", withoutUndefined(options));
  }
  const name = error instanceof Error ? error.name : "";
  if (NOTHING_HAPPENED.has(name))
    return new AppError(
      "unavailable",
      withoutUndefined({ retryAfter: 1, cause: error, part: service }),
    );
  if (NOBODY_KNOWS.has(name)) return new AppError("timeout", { cause: error });
  return fromThrown(error);
}

/** Whether a call was given up because no heartbeat of the node came any more. */
export function isLostNode(error: unknown): boolean {
  return error instanceof Error && error.name === LOST_NODE;
}

/** What was thrown inside an action, as an AppError; a defect becomes `internal` with the error as its cause. */
export function fromThrown(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isUnreachable(error)) {
    return new AppError("unavailable", { retryAfter: 1, cause: error, part: "database" });
  }
  if ((error as { code?: unknown } | null)?.code === READ_ONLY) {
    const detail = "the database only reads at the moment";
    return new AppError("unavailable", { retryAfter: 1, cause: error, part: "database", detail });
  }
  return new AppError("internal", { cause: error });
}

/** What a replica says, or a primary that is being replaced: nothing happened, and it passes. */
const READ_ONLY = "25006";

const NOTHING_HAPPENED = new Set([
  "ServiceNotFoundError",
  "ServiceNotAvailableError",
  "QueueIsFullError",
  "RequestSkippedError",
  "BrokerDisconnectedError",
]);

/** The request was on its way when its answer was given up. */
const NOBODY_KNOWS = new Set(["RequestTimeoutError", LOST_NODE, "CutOffError"]);

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as T;
}

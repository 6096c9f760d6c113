import { AppError } from "./app-error";

/** Whether a service did not answer, or answered that something it needs is away: later it may work. */
export function isOutage(error: unknown): error is AppError {
  return error instanceof AppError && [503, 504].includes(error.status);
}

import { AppError, isOutage } from "../../errors";
import { isUnreachable } from "../errors";

/** The parts whose connections tell in the log when they are away and back. */
const TELLING: readonly (string | undefined)[] = ["database", "broker"];

/**
 * Whether what failed for now failed for a part that tells of its outages itself: the database by its
 * pools, RabbitMQ by its connections. Whoever needed it has nothing to add for the log.
 */
export function tellsOfItself(error: unknown): boolean {
  if (!(error instanceof AppError)) return isUnreachable(error);
  return isOutage(error) && (TELLING.includes(error.part) || isUnreachable(error.cause));
}

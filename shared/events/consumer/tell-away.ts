import { isUnreachable } from "../../database";
import { AppError, isOutage } from "../../errors";
import { inTime } from "../../waiting";
import type { Inbox } from "../inbox/inbox";

/** The connection of a handler's transaction was ended, while the database went on answering others. */
class ConnectionEnded extends Error {
  override readonly name = "ConnectionEnded";
  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : "unknown";
    super(`the connection of its transaction was ended while its handler ran: ${why}`, { cause });
  }
}

/** What says that no connection came about: whoever is asked, nobody answers. */
const NOT_CONNECTED = new Set([
  ...["ECONNREFUSED", "ENOENT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"],
  "57P03", // cannot_connect_now
]);
/** In the words of node-postgres and its pool, which give these errors no code. */
const NO_CONNECTION = [
  "timeout expired",
  "timeout exceeded when trying to connect",
  "Connection terminated due to connection timeout",
];
/** In ms. */
const ANSWER_WITHIN = 3_000;

/**
 * Tells an outage from a fault of a handler. Undefined means that something it needs is away: a
 * service that was called, or the database. Else what it failed with. A connection that was lost under
 * a running handler is its own fault when the database answers on another at once: it was idle in its
 * transaction for too long, or was ended by somebody.
 */
export async function faultOf(
  error: unknown,
  { inbox, begun }: { inbox: Inbox; begun: boolean },
): Promise<Error | undefined> {
  const lost = error instanceof AppError && isUnreachable(error.cause) ? error.cause : error;
  if (!isUnreachable(lost)) return isOutage(error) ? undefined : asError(error);
  if (!begun || isNotConnected(lost)) return undefined;
  const answers = await inTime(inbox.answers(), ANSWER_WITHIN);
  return answers ? new ConnectionEnded(lost) : undefined;
}

/** The same of work outside of a transaction: what does not answer it at all is away, whatever it is. */
export function faultOfWork(error: unknown): Error | undefined {
  const isAway = isOutage(error) || (isUnreachable(error) && isNotConnected(error));
  return isAway ? undefined : asError(error);
}

function isNotConnected(error: unknown): boolean {
  const { code, message, name } = error as { code?: unknown; message?: string; name?: string };
  if (typeof code === "string" && (NOT_CONNECTED.has(code) || code.startsWith("53"))) return true;
  return name === "KnexTimeoutError" || NO_CONNECTION.includes(message ?? "");
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error("something that is no Error was thrown");
}

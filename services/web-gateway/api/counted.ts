import { AppError } from "../../../shared/errors";
import type { Exchange } from "../http/exchange";
import type { LimitName } from "./address-limits";
import type { Operation } from "./operations";
import type { Perform } from "./perform";

/** Counts an operation that a client address may only do so often; see `withinLimit`. */
export function counted({ http: { limit } }: Operation, perform: Perform): Perform {
  if (!limit) return perform;
  return (exchange, performance) =>
    withinLimit(exchange, limit, () => perform(exchange, performance));
}

/**
 * Does what a client address may only do so often; the answer tells of it, whatever it is. Throws
 * `rate_limited`. Of log-ins wrong passwords count, or people who share an address would keep each
 * other out by logging in; of the rest everything but what was not done for want of room or a part.
 */
async function withinLimit<T>(
  exchange: Exchange,
  limit: LimitName,
  work: () => Promise<T>,
): Promise<T> {
  const { deps, request, headers } = exchange;
  const count = await deps.addressLimits.count(limit, deps.addressOf(request));
  Object.assign(headers, count.headers);
  if (count.refusal) throw count.refusal;
  const giveBack = async (): Promise<void> => {
    try {
      Object.assign(headers, await count.giveBack());
    } catch (err) {
      deps.log.debug({ err, limit }, "a try could not be given back");
    }
  };
  try {
    const result = await work();
    if (limit === "log-in") await giveBack();
    return result;
  } catch (error) {
    if (error instanceof AppError && !countsFor(limit, error)) await giveBack();
    throw error;
  }
}

/** Of a call that ended without an answer nobody knows what became. */
function countsFor(limit: LimitName, { code }: AppError): boolean {
  if (limit === "log-in") return code === "invalid_credentials" || code === "timeout";
  return code !== "overloaded" && code !== "unavailable";
}

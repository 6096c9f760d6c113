import type { Operation } from "./operations";
import type { Perform } from "./perform";

/**
 * Counts what a client address may only do so often; the answer tells of it, whatever it is. Throws
 * `rate_limited`.
 */
export function counted({ http: { limit } }: Operation, perform: Perform): Perform {
  if (!limit) return perform;
  return async (exchange, performance) => {
    const { deps, request, headers } = exchange;
    const count = await deps.addressLimits.count(limit, deps.addressOf(request));
    Object.assign(headers, count.headers);
    if (count.refusal) throw count.refusal;
    return await perform(exchange, performance);
  };
}

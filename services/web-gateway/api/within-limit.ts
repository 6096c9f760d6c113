import { AppError } from "../../../shared/errors";
import type { Exchange } from "../http/exchange";
import type { LimitName } from "./address-limits";
import type { ApiDeps } from "./deps";
import type { NamedAction } from "./operations";

/**
 * Does the work of an action, counting it where a client address may only do it so often; then the
 * answer's headers tell the count, whatever the answer. Throws `rate_limited`. Of log-ins only failed
 * ones count, or people who share an address would keep each other out by logging in; of the rest
 * all do but those refused for lack of capacity or of a service.
 */
export async function withinLimit<T>(
  { addressLimits }: Pick<ApiDeps, "addressLimits">,
  { action }: NamedAction,
  exchange: Exchange,
  work: () => Promise<T>,
): Promise<T> {
  const limit = action.http?.limit;
  if (!limit) return await work();
  const { deps, request, headers } = exchange;
  const count = await addressLimits.count(limit, deps.addressOf(request));
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

/** A call that timed out counts: nobody knows whether it was done. */
function countsFor(limit: LimitName, { code }: AppError): boolean {
  if (limit === "log-in")
    return ["invalid_credentials", "validation_failed", "timeout"].includes(code);
  return code !== "overloaded" && code !== "unavailable";
}

import { loadService } from "../../services/load";
import { UsageError } from "../usage-error";
import type { SubscriberName } from "../../shared/contracts";

/**
 * The types that are worth replaying to a subscriber: of those given, or of all, what it hears;
 * undefined when that is every one. Throws a UsageError for a given type that it does not hear.
 */
export function heardTypes(
  subscriber: SubscriberName,
  type: string | undefined,
): string | undefined {
  const heard = (loadService(subscriber).parts.subscribe ?? []).map(({ types }) => types);
  if (heard.includes("*")) return type;
  const types = [...new Set(heard.flat())];
  const unheard = type?.split(",").find((name) => !types.includes(name));
  if (unheard !== undefined) {
    throw new UsageError(`${subscriber} does not hear ${unheard}; it hears ${types.join(", ")}`);
  }
  return type ?? types.join(",");
}

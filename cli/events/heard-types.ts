import { UsageError } from "../usage-error";

/** The types that a subscriber hears, `*` among them for every one; undefined when nobody knows. */
export type Heard = readonly string[] | undefined;

/**
 * The types that are worth replaying to a subscriber: of those given, or of all, what it hears;
 * undefined when that is every one. Throws a UsageError for a given type that it does not hear, and
 * when none is given and nobody knows what it hears: what it does not know, it would give up.
 */
export function heardTypes(
  subscriber: string,
  heard: Heard,
  type: string | undefined,
): string | undefined {
  if (!heard) {
    if (type !== undefined) return type;
    throw new UsageError(
      `which types ${subscriber} hears is not known here; name them with --type, or events with --id`,
    );
  }
  if (heard.includes("*")) return type;
  const types = [...new Set(heard)];
  const unheard = type?.split(",").find((name) => !types.includes(name));
  if (unheard !== undefined) {
    throw new UsageError(`${subscriber} does not hear ${unheard}; it hears ${types.join(", ")}`);
  }
  return type ?? types.join(",");
}

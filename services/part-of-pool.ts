import type { SubscribingSchema } from "../shared/service";
import { loadService } from "./load";

/** Handlers hold their connections longest; the rest is left to those who wait for an answer. */
const FOR_HANDLERS = 3 / 4;

/**
 * How many connections of a process's pool each of its subscribers may count on: those of its handlers,
 * and one more.
 */
export function partOfPool(
  size: number,
  services: readonly string[],
  guests: readonly SubscribingSchema[],
): number {
  const own = services.map((name) => loadService(name).parts.subscribe ?? []);
  const theirs = guests.map((guest) => guest.subscribe ?? []);
  const subscribers = [...own, ...theirs].filter(({ length }) => length > 0).length;
  return Math.floor((size * FOR_HANDLERS) / Math.max(1, subscribers)) + 1;
}

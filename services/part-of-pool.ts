import type { SubscribingSchema } from "../shared/service";
import { loadService } from "./load";

/** Handlers hold their connections longest; the rest is left to those who wait for an answer. */
const FOR_HANDLERS = 3 / 4;

/**
 * As how large each subscriber of a process sees its pool: the connections that are its handlers' share,
 * and one more by which it looks for what is due. However small the pool is, one handler works.
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

import type { Texts } from "../texts";

/** What a type of event is called; one that this version does not know keeps its type. */
export function eventName(t: Texts, type: string): string {
  const key = `events.names.${type}`;
  return t.has(key) ? t(key) : type;
}

/** What the reason in an event means; undefined for one without, or without a word of ours. */
export function reasonName(t: Texts, reason: unknown): string | undefined {
  const key = `events.reasons.${String(reason)}`;
  return t.has(key) ? t(key) : undefined;
}

import type { Language } from "../../../../shared/contracts";
import { findEvent } from "../../../../shared/events";
import type { Texts } from "../texts";

/** The name of a type of event; a type that this version does not know is its own name. */
export function eventName(language: Language, type: string): string {
  return findEvent(type)?.names[language] ?? type;
}

/** What the reason in an event means; undefined for one without, or without a word of ours. */
export function reasonName(t: Texts, reason: unknown): string | undefined {
  const key = `events.reasons.${String(reason)}`;
  return t.has(key) ? t(key) : undefined;
}

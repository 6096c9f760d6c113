import type { ServiceBroker } from "moleculer";
import { MAX_AGE } from "../principal-meta";
import type { Keys, Member } from "./member";

/** Another process of the fleet, as this one sees it. */
export interface Other extends Keys {
  id: string;
  /** How far its clock is ahead of this process's, in ms; undefined until it was heard. */
  ahead: number | undefined;
}

/** Why two processes refuse each other's calls. */
export type Refusal = "secret" | "clock";

/** The other processes of the fleet that say something of themselves; those of older versions do not. */
export function othersOf(broker: ServiceBroker, member: Member): Other[] {
  const nodes = broker.registry.getNodeList({ onlyAvailable: true, withServices: false }) as {
    id: string;
    local: boolean;
    metadata?: { jumar?: Keys } | null;
  }[];
  return nodes.flatMap(({ id, local, metadata }) => {
    const keys = metadata?.jumar;
    if (local || !isKeys(keys)) return [];
    const behind = member.aheadOf(id);
    return [{ ...keys, id, ahead: behind === undefined ? undefined : -behind }];
  });
}

function isKeys(keys: Keys | undefined): keys is Keys {
  return typeof keys?.signs === "string" && Array.isArray(keys.accepts);
}

/** Why two processes refuse each other's calls, if they do. A call lives as long as its signature. */
export function refusalBetween(
  one: Pick<Other, "signs" | "accepts" | "ahead">,
  other: Pick<Other, "signs" | "accepts" | "ahead">,
): Refusal | undefined {
  if (!one.accepts.includes(other.signs) || !other.accepts.includes(one.signs)) return "secret";
  const apart = Math.abs((one.ahead ?? 0) - (other.ahead ?? 0));
  const isKnown = one.ahead !== undefined && other.ahead !== undefined;
  return isKnown && apart > MAX_AGE ? "clock" : undefined;
}

/** Whether a fleet understands this process. */
export interface Agreement {
  /** How many of the others refuse its calls. */
  strangers(): number;
  /** What is wrong with this process; nothing when it is the others that are wrong. */
  problems(): string[];
}

/**
 * Looks at what the others say of themselves. Where some refuse each other, those are wrong that are
 * fewer, and among as many those that came later: whoever is misconfigured takes nobody with it.
 */
export function createAgreement(broker: ServiceBroker, member: Member): Agreement {
  const itself = { ...member.keys, ahead: 0 };
  const look = () => {
    const others = othersOf(broker, member);
    const refusals = others.map((other) => ({ other, why: refusalBetween(itself, other) }));
    const strangers = refusals.filter(({ why }) => why !== undefined);
    const friends = refusals.filter(({ why }) => why === undefined);
    return { strangers, friends, count: others.length };
  };
  return {
    strangers: () => look().strangers.length,
    problems() {
      const { strangers, friends, count } = look();
      if (strangers.length === 0) return [];
      const own = [itself.since, ...friends.map(({ other }) => beganAt(other))];
      const theirs = strangers.map(({ other }) => beganAt(other));
      const isFewer = strangers.length > own.length;
      const isLater = strangers.length === own.length && Math.min(...theirs) < Math.min(...own);
      if (!isFewer && !isLater) return [];
      const because = (why: Refusal) => strangers.filter((one) => one.why === why).length;
      return [
        ...worded("secret", because("secret"), count, "have another SECRET_KEY_BASE"),
        ...worded("clock", because("clock"), count, "have a clock 15 minutes or more apart"),
      ];
    },
  };
}

/** When another started, by the clock of this process. */
function beganAt({ since, ahead = 0 }: Other): number {
  return since - ahead;
}

function worded(part: Refusal, count: number, all: number, what: string): string[] {
  return count === 0 ? [] : [`${part}: ${count} of ${all} other processes ${what}`];
}

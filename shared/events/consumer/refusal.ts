import { findEvent } from "../catalogue";
import type { Envelope } from "../envelope";
import { hearsIt, RefusedEvent, type Subscription } from "../subscription";

/** An event came that this version of a subscriber knows nothing of; another version has asked for it. */
class UnheardEvent extends RefusedEvent {
  override readonly name = "UnheardEvent";
  constructor(type: string) {
    super(`this version of the subscriber does not hear ${type}`);
  }
}

/** An event has a schema of another type, or of a version that this version of the subscriber does not know. */
class UnknownSchema extends RefusedEvent {
  override readonly name = "UnknownSchema";
  constructor({ type, dataschema }: Envelope, version: number) {
    const known = version === 1 ? "version 1" : `versions 1 to ${version}`;
    super(`this version of the subscriber knows ${known} of ${type}, and not ${dataschema}`);
  }
}

/** Versions count changes, from 1, and are stored as int4. */
const HIGHEST = 2 ** 31 - 1;

/**
 * Why an event will never be taken, before any handler sees it; undefined when it may be. A type that is
 * not in the catalogue has no versions that could be known: whoever hears everything takes it as it is.
 */
export function refusalOf(
  subscriptions: readonly Subscription<never>[],
  event: Envelope,
): RefusedEvent | undefined {
  const { type, dataschema, aggregateversion } = event;
  const hearing = subscriptions.filter((subscription) => hearsIt(subscription, event));
  if (hearing.length === 0) return new UnheardEvent(type);
  if (!isVersion(aggregateversion, HIGHEST)) {
    return new RefusedEvent(`${String(aggregateversion)} is no version of an aggregate`);
  }
  for (const subscription of hearing) {
    const known = subscription.event ?? findEvent(type);
    if (known && !isSchemaOf(dataschema, type, known.version))
      return new UnknownSchema(event, known.version);
  }
  return undefined;
}

function isSchemaOf(dataschema: string, type: string, highest: number): boolean {
  const [, named, version] = /^urn:jumar:event:(.+):([0-9]{1,9})$/.exec(dataschema) ?? [];
  return named === type && isVersion(Number(version), highest);
}

function isVersion(version: number, highest: number): boolean {
  return Number.isInteger(version) && version >= 1 && version <= highest;
}

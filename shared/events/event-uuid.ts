import { decodeTypeId } from "../ids";

/** The UUID of an event's TypeID, as rows have it. Throws for the id of anything else. */
export function eventUuid(eventId: string): string {
  return decodeTypeId(eventId, "event");
}

/** The lowest UUID of version 7 of a time, to the millisecond: what was made before is below it. */
export function firstUuidOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

import { decodeTypeId } from "../ids";

export { firstUuidOf } from "../ids";

/** The UUID of an event's TypeID, as rows have it. Throws for the id of anything else. */
export function eventUuid(eventId: string): string {
  return decodeTypeId(eventId, "event");
}

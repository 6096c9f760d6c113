import type { Envelope } from "../../../shared/events";
import type { Role } from "../../../shared/principal";
import type { Document } from "../store/documents";

/** The document of a user before the first event. */
export function emptyDocument(id: string): Document {
  return {
    id,
    version: 0,
    deleted: false,
    email: null,
    email_version: 0,
    role: "user",
    role_version: 0,
    confirmed_at: null,
    confirmed_version: 0,
    disabled_at: null,
    disabled_version: 0,
    created_at: null,
    updated_at: null,
  };
}

/**
 * A document after one more event of its user. Events may come in any order and more than once:
 * each field takes the event of the highest version that sets it, and nothing comes after deletion.
 */
export function applyEvent(document: Document, event: Envelope): Document {
  const version = event.aggregateversion;
  const newest = Math.max(document.version, version);
  if (document.deleted || event.type === "user.deleted") {
    return { ...emptyDocument(document.id), version: newest, deleted: true };
  }
  const at = new Date(event.time);
  return {
    ...document,
    ...fieldsSetBy(document, event, at),
    version: newest,
    updated_at: isMailRequest(event) ? document.updated_at : latest(document.updated_at, at),
  };
}

/** The later of two times, of which either may be missing. */
export function latest(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b > a) ? b : a;
}

/** Asking for a mail changes nothing of the user. */
function isMailRequest({ type }: Envelope): boolean {
  return type.endsWith("_requested");
}

function fieldsSetBy(document: Document, event: Envelope, at: Date): Partial<Document> {
  const version = event.aggregateversion;
  const data = event.data as { email: string; role: Role };
  const email = version > document.email_version && { email: data.email, email_version: version };
  const confirmed = (confirmed_at: Date | null) =>
    version > document.confirmed_version && { confirmed_at, confirmed_version: version };
  const disabled = (disabled_at: Date | null) =>
    version > document.disabled_version && { disabled_at, disabled_version: version };

  switch (event.type) {
    case "user.registered":
      return { created_at: at, ...email };
    case "user.confirmed":
      return { ...confirmed(at) };
    case "user.email_changed":
      // The link that changes an address was mailed to it: it is confirmed with that.
      return { ...email, ...confirmed(at) };
    case "user.role_changed":
      return version > document.role_version ? { role: data.role, role_version: version } : {};
    case "user.disabled":
      return { ...disabled(at) };
    case "user.enabled":
      return { ...disabled(null) };
    default:
      return {};
  }
}

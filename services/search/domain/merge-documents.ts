import type { Document } from "../store/documents";
import { latest } from "./apply-event";

/**
 * Merges two documents of a user. Each field is taken from the higher version, so that a rebuild does
 * not undo an event that arrived while it was running. Of equal versions the rebuilt one wins, so that a
 * wrong document is corrected.
 */
export function mergeDocuments(rebuilt: Document, current: Document): Document {
  const version = Math.max(rebuilt.version, current.version);
  const newer = rebuilt.version >= current.version ? rebuilt : current;
  // Nothing comes after deletion.
  if (newer.deleted) return { ...newer, version };
  const sideOf = <F extends "email" | "role" | "confirmed_at" | "disabled_at">(
    field: F,
    versionField: VersionOf[F],
  ): Document => {
    // Equal values stay, with their version.
    if (textOf(rebuilt[field]) === textOf(current[field])) return current;
    return rebuilt[versionField] >= current[versionField] ? rebuilt : current;
  };
  const email = sideOf("email", "email_version");
  const role = sideOf("role", "role_version");
  const confirmed = sideOf("confirmed_at", "confirmed_version");
  const disabled = sideOf("disabled_at", "disabled_version");
  return {
    // What has no version of its own goes with the document's.
    ...newer,
    version,
    email: email.email,
    email_version: email.email_version,
    role: role.role,
    role_version: role.role_version,
    confirmed_at: confirmed.confirmed_at,
    confirmed_version: confirmed.confirmed_version,
    disabled_at: disabled.disabled_at,
    disabled_version: disabled.disabled_version,
    created_at: rebuilt.created_at ?? current.created_at,
    // What was heard since the rebuild read cannot be older, unless it arrives late.
    updated_at:
      newer === rebuilt && rebuilt.updated_at !== null
        ? rebuilt.updated_at
        : latest(rebuilt.updated_at, current.updated_at),
  };
}

interface VersionOf {
  email: "email_version";
  role: "role_version";
  confirmed_at: "confirmed_version";
  disabled_at: "disabled_version";
}

function textOf(value: Date | string | null): string {
  return JSON.stringify(value);
}

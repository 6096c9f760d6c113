import type { Document } from "../store/documents";

/**
 * What is known of a user from two sides. The highest version wins, field by field, so that an event
 * that arrives while a rebuild is under way is not undone by what was read before it; of equal ones
 * the rebuilt one does, so that a wrong document is put right.
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
    // What is right stays as it is, with the version it is from.
    if (textOf(rebuilt[field]) === textOf(current[field])) return current;
    return rebuilt[versionField] >= current[versionField] ? rebuilt : current;
  };
  const email = sideOf("email", "email_version");
  const role = sideOf("role", "role_version");
  const confirmed = sideOf("confirmed_at", "confirmed_version");
  const disabled = sideOf("disabled_at", "disabled_version");
  return {
    id: rebuilt.id,
    version,
    deleted: false,
    email: email.email,
    email_version: email.email_version,
    role: role.role,
    role_version: role.role_version,
    confirmed_at: confirmed.confirmed_at,
    confirmed_version: confirmed.confirmed_version,
    disabled_at: disabled.disabled_at,
    disabled_version: disabled.disabled_version,
    created_at: rebuilt.created_at ?? current.created_at,
    updated_at: newer.updated_at ?? rebuilt.updated_at ?? current.updated_at,
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

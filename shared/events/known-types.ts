import { AppError } from "../errors";
import { findEvent } from "./catalogue";

/** Throws `validation_failed` about `/type` unless each of these is a type of the catalogue. */
export function requireKnownTypes(types: readonly string[]): void {
  if (types.every((type) => findEvent(type))) return;
  throw AppError.field("/type", "invalid_value", "must be a type of event that there is");
}

import { findEvent } from "../../shared/events";
import { UsageError } from "../usage-error";

/** Which events of the log are meant. */
export interface Filters {
  type?: string | undefined;
  subject?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** The filters that were given. Throws a UsageError for a type that does not exist. */
export function filtersOf({ type, subject, since, until }: Filters): Filters {
  const types = type?.split(",").map((name) => name.trim());
  types?.forEach(checkType);
  return {
    ...(types ? { type: types.join(",") } : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Throws a UsageError for a type that does not exist. */
export function checkType(name: string): void {
  if (findEvent(name)) return;
  throw new UsageError(`there is no event type ${name}; see \`jumar events catalog\``);
}

import { contracts } from "../contracts";

const NAME = /^[a-z][a-z0-9_-]{0,47}$/;

/**
 * Throws a RangeError for a name that cannot be a subscriber's or belongs to the platform: one that
 * shared its name with the platform's would take events away from it.
 */
export function requireSubscriberName(name: string): void {
  if (!NAME.test(name) || name in contracts || name === "public" || name.startsWith("pg_")) {
    throw new RangeError(`"${name}" cannot be a subscriber's name: lower-case letters, not ours`);
  }
}

import { createHash } from "node:crypto";
import { type User, user as shown } from "./resources";

/**
 * Names the present state of a user, for `ETag` and `If-Match`: whatever of what is shown is another, the
 * tag is another (RFC 9110, 8.8.3).
 */
export function userTag(user: User): string {
  const text = JSON.stringify(Object.entries(shown.parse(user)).sort());
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
}

/** Whether an `If-Match` header lets a change of what has this tag through; weak tags never match. */
export function matchesTag(ifMatch: string, tag: string): boolean {
  return ifMatch.split(",").some((one) => ["*", tag].includes(one.trim()));
}

import { createHash } from "node:crypto";
import type { User } from "./resources";

/** Names the present state of a user, for `ETag` and `If-Match`: another state, another tag (RFC 9110, 8.8.3). */
export function userTag(user: User): string {
  const state = [user.id, user.email, user.role, user.confirmed_at, user.disabled_at];
  const text = JSON.stringify([...state, user.updated_at]);
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
}

/** Whether an `If-Match` header lets a change of what has this tag through; weak tags never match. */
export function matchesTag(ifMatch: string, tag: string): boolean {
  return ifMatch.split(",").some((one) => ["*", tag].includes(one.trim()));
}

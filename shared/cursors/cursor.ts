import { createHash } from "node:crypto";
import { AppError } from "../errors";
import type { Signer } from "../signing";

const PURPOSE = "cursor";

/** The name of a list with its filters and order; a cursor works for the one it came from only. */
export function listName(action: string, filters: Record<string, unknown>): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return JSON.stringify([action, ...given.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** A cursor that stands behind the item at `position`, the JSON values a list is ordered by. */
export function encodeCursor(signer: Signer, list: string, position: readonly unknown[]): string {
  return signer.sign(PURPOSE, [digestOf(list), ...position.map(textOfInfinity)]);
}

/** JSON has none, and the driver reads a time of `infinity` as one. */
function textOfInfinity(value: unknown): unknown {
  if (value === Infinity) return "infinity";
  return value === -Infinity ? "-infinity" : value;
}

/**
 * The position in a cursor; empty, the start of the list, without one. Throws `malformed_request` for
 * one that was changed, made up or of another list.
 */
export function decodeCursor(signer: Signer, list: string, cursor: string | undefined): unknown[] {
  if (cursor === undefined) return [];
  const content = signer.verify(PURPOSE, cursor);
  if (Array.isArray(content) && content[0] === digestOf(list)) return content.slice(1) as unknown[];
  throw new AppError("malformed_request", { detail: "the cursor is not one of this list" });
}

// The list's name may hold a long query, and a cursor has to fit a query string.
function digestOf(list: string): string {
  return createHash("sha256").update(list).digest("base64url").slice(0, 16);
}

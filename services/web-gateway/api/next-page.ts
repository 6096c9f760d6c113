import type { Exchange } from "../http/exchange";
import { API_BASE, type Operation } from "./operations";

/** Whether an operation answers a list page by page. */
export function isPaged({ action }: Operation): boolean {
  return "cursor" in action.params.shape;
}

/** The `Link` to the next page of a list (RFC 8288), if there is one: the same request with its cursor. */
export function linkToNextPage({ path, search }: Exchange, result: unknown): string | undefined {
  const cursor = (result as { next_cursor?: string | null } | null)?.next_cursor;
  if (!path.startsWith(`${API_BASE}/`) || typeof cursor !== "string") return undefined;
  const query = new URLSearchParams(search);
  query.set("cursor", cursor);
  return `<${path}?${query.toString()}>; rel="next"`;
}

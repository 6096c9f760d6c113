import { createHash } from "node:crypto";
import { send } from "./answer";
import type { Exchange } from "./exchange";

/** Something that is the same for everyone, with a name for its present form. */
export interface File {
  type: string;
  text: string;
  etag: string;
}

/** A file of a text. */
export function createFile(type: string, text: string): File {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  return { type, text, etag };
}

/** Sends a file, or 304 to who has its present form. */
export function sendFile(exchange: Exchange, { type, text, etag }: File): void {
  const headers = { etag };
  const cache = "no-cache";
  if (has(exchange.request.headers["if-none-match"], etag))
    send(exchange, { status: 304, headers, cache });
  else send(exchange, { status: 200, headers, cache, body: { type, text } });
}

function has(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((one) => ["*", etag].includes(one.trim().replace(/^W\//, "")));
}

import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import Negotiator from "negotiator";
import { send } from "./answer";
import type { Exchange } from "./exchange";

type Encoding = "br" | "gzip" | "identity";

/** Content that is the same for everyone, with its hash. */
export interface File {
  type: string;
  /** The hash of the content; tells versions apart. */
  hash: string;
  /** Compressed on first use, then cached. */
  as(encoding: Encoding): Buffer;
}

/** The file may be cached for ever, because its URL changes with its content. */
export const FOREVER = "public, max-age=31536000, immutable";

// Each level beyond costs four times the work and saves one per cent.
const BROTLI_QUALITY = 6;

/** Creates a file from a text or from bytes. */
export function createFile(type: string, content: string | Buffer): File {
  const made = new Map<Encoding, Buffer>();
  return {
    type,
    hash: createHash("sha256").update(content).digest("base64url").slice(0, 27),
    as(encoding) {
      const bytes = made.get(encoding) ?? encode(Buffer.from(content), encoding);
      made.set(encoding, bytes);
      return bytes;
    },
  };
}

/** Sends a file in the best encoding that the client accepts, or 304 if the client has this version. */
export function sendFile(exchange: Exchange, file: File, cache = "no-cache"): void {
  const { request } = exchange;
  const encoding = bestEncoding(new Negotiator(request).encodings(["br", "gzip"]));
  // Two encodings of a file are different representations, each with its own ETag.
  const etag = `"${file.hash}${encoding === "identity" ? "" : `-${encoding}`}"`;
  const headers: Record<string, string> = { etag, vary: "Accept-Encoding" };
  if (has(request.headers["if-none-match"], etag)) {
    send(exchange, { status: 304, headers, cache });
    return;
  }
  if (encoding !== "identity") headers["content-encoding"] = encoding;
  const body = { type: file.type, text: file.as(encoding) };
  send(exchange, { status: 200, headers, cache, body });
}

function bestEncoding(accepted: readonly string[]): Encoding {
  if (accepted.includes("br")) return "br";
  return accepted.includes("gzip") ? "gzip" : "identity";
}

function encode(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === "gzip") return gzipSync(bytes);
  if (encoding === "identity") return bytes;
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
  });
}

function has(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((one) => ["*", etag].includes(one.trim().replace(/^W\//, "")));
}

import type { ServerResponse } from "node:http";
import { AppError } from "../../../shared/errors";
import { hashOfToken, type LiveSession } from "../../../shared/sessions";
import type { Credentials } from "../api/credentials";
import type { Exchange } from "../http/exchange";
import type { Stream } from "./streams";

/** In bytes: what may wait for a slow reader in our memory, beyond what the system buffers. */
const MAX_WAITING = 64 * 1024;
/** In ms. */
const LONGEST_END = 1_000;

/** Answers with the stream of the user whose session it is; HEAD with its headers alone. */
export function openStream(
  exchange: Exchange,
  live: LiveSession | undefined,
  { token = "" }: Credentials,
): void {
  const { deps, request, response } = exchange;
  const tokenHash = hashOfToken(token);
  if (!live || !tokenHash) throw new AppError("unauthenticated");
  if (response.destroyed) return; // gone while we looked who it is
  if (request.method === "HEAD") {
    response.writeHead(200, headOf(exchange)).end();
    exchange.observed.answered(200);
  } else deps.streams.add(live, tokenHash, (closed) => beginStream(exchange, closed));
}

/**
 * Begins a stream of server-sent events. A reader who is too far behind, or does not take in the
 * end, is cut off. `closed` hears once that it is over, whoever ended it.
 */
export function beginStream(exchange: Exchange, closed: () => void): Stream {
  const { deps, path, request, requestId, response } = exchange;
  response.once("close", closed);
  // A write to a connection that has just gone is no defect; "close" follows.
  response.on("error", () => undefined);
  response.writeHead(200, headOf(exchange));
  exchange.observed.answered(200);
  const { method } = request;
  deps.log.debug({ method, path, status: 200, request_id: requestId }, "streaming");
  return {
    write(text) {
      if (response.writableEnded || response.destroyed) return;
      if (response.writableLength > MAX_WAITING) response.destroy();
      else response.write(text);
    },
    end(text = "") {
      if (response.writableEnded || response.destroyed) return;
      response.end(text);
      cutLater(response);
    },
  };
}

/** Names and values in turn: those of every answer, and those that keep proxies from holding it back. */
function headOf({ deps, requestId, traceparent }: Exchange): string[] {
  return [
    ...deps.securityHeaders,
    ...["cache-control", "no-store"],
    ...["content-type", "text/event-stream; charset=utf-8"],
    ...["x-accel-buffering", "no"],
    ...["x-request-id", requestId],
    ...(traceparent === undefined ? [] : ["traceparent", traceparent]),
    ...(deps.door.isClosing() ? ["connection", "close"] : []),
  ];
}

function cutLater(response: ServerResponse): void {
  const cut = setTimeout(() => response.destroy(), LONGEST_END);
  response.once("close", () => clearTimeout(cut));
}

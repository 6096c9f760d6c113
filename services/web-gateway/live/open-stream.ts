import type { ServerResponse } from "node:http";
import { AppError } from "../../../shared/errors";
import { hashOfToken, type LiveSession } from "../../../shared/sessions";
import type { Exchange } from "../http/exchange";
import type { Stream } from "./listeners";
import type { Streams } from "./streams";

/** In bytes: how much may be buffered in memory for a slow reader, beyond the system's buffers. */
const MAX_WAITING = 64 * 1024;
/** In ms. */
const LONGEST_END = 1_000;

/** Answers with the stream of the user whose session it is; HEAD with its headers alone. */
export function openStream(
  streams: Streams,
  exchange: Exchange,
  { live, token = "" }: { live: LiveSession | undefined; token: string | undefined },
): void {
  const { request, response } = exchange;
  const tokenHash = hashOfToken(token);
  if (!live || !tokenHash) throw new AppError("unauthenticated");
  if (response.destroyed) return; // gone while we looked who it is
  if (request.method === "HEAD") {
    response.writeHead(200, headOf(exchange)).end();
    exchange.observed.answered(200);
  } else streams.add(live, tokenHash, (closed) => beginStream(exchange, closed));
}

/**
 * Begins a stream of server-sent events. A reader who is too far behind, or does not read the end, is cut
 * off. `closed` is called once when the stream is over, whoever ended it.
 */
export function beginStream(exchange: Exchange, closed: () => void): Stream {
  const { deps, path, request, requestId, response } = exchange;
  response.once("close", closed);
  // A write to a connection that was just lost is no defect; "close" follows.
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
  const headers = {
    "cache-control": "no-store",
    "content-type": "text/event-stream; charset=utf-8",
    "x-accel-buffering": "no",
    "x-request-id": requestId,
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(deps.door.isClosing() ? { connection: "close" } : {}),
  };
  return [...deps.securityHeaders, ...Object.entries(headers).flat()];
}

function cutLater(response: ServerResponse): void {
  const cut = setTimeout(() => response.destroy(), LONGEST_END);
  response.once("close", () => clearTimeout(cut));
}

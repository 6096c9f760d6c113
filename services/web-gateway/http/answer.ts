import type { Exchange } from "./exchange";
import { isUploading, lingerAfter } from "./linger";

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** `Cache-Control`; `no-store` when absent. */
  cache?: string;
  /** Absent: an answer without a body. */
  body?: { type: string; text: string | Buffer };
  /** Replaces the usual security headers. */
  securityHeaders?: readonly string[];
  /** `Set-Cookie` lines. */
  cookies?: readonly string[];
}

/** Sends an answer: the headers that every answer has, its own, and the body in one piece. */
export function send(exchange: Exchange, answer: Answer): void {
  const { status, headers, cache, body, cookies = [] } = answer;
  const { deps, request, response, requestId, traceparent } = exchange;
  if (response.headersSent || response.destroyed) return;
  const uploading = isUploading(request);
  // Node writes a flat list of names and values fastest.
  const lines = [
    ...(answer.securityHeaders ?? deps.securityHeaders),
    "cache-control",
    cache ?? "no-store",
  ];
  lines.push("x-request-id", requestId);
  if (traceparent !== undefined) lines.push("traceparent", traceparent);
  if (body) {
    lines.push("content-type", body.type);
    lines.push("content-length", String(Buffer.byteLength(body.text)));
  } else if (status !== 204 && status !== 304) {
    lines.push("content-length", "0");
  }
  for (const name in exchange.headers) lines.push(name, exchange.headers[name] ?? "");
  for (const name in headers) lines.push(name, headers[name] ?? "");
  for (const cookie of cookies) lines.push("set-cookie", cookie);
  if (uploading || deps.door.isClosing()) lines.push("connection", "close");

  response.writeHead(status, lines);
  if (uploading) lingerAfter(request, response, body?.text ?? "");
  else response.end(body?.text);
  exchange.observed.answered(status);
  deps.log.debug(
    { method: request.method, path: exchange.path, status, request_id: requestId },
    "answered",
  );
}

export function sendJson(
  exchange: Exchange,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(value);
  send(exchange, { status, headers, body: { type: "application/json; charset=utf-8", text } });
}

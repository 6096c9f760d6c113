import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorCode } from "../../../shared/errors";
import { errorCatalogue } from "../../../shared/errors";
import { newRequestId } from "./correlation";
import { PROBLEM_TYPE, problemType } from "./problem-type";

const PATIENCE = 1_000;

/** Answers what is not HTTP, or came too slowly, or with too many headers; says no more than that. */
export function createMalformedRefusal(options: {
  publicUrl: string;
  securityHeaders: readonly string[];
}) {
  const refused = new WeakSet<Duplex>();
  return (error: NodeJS.ErrnoException, socket: Duplex): void => {
    if (refused.has(socket)) return;
    refused.add(socket);
    if (error.code === "ECONNRESET" || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const { status, code } = meaningOf(error);
    socket.end(answer(options, status, code));
    // What is still coming in is dropped, or the reset would take the answer with it.
    socket.resume();
    setTimeout(() => socket.destroy(), PATIENCE).unref();
  };
}

function meaningOf({ code }: NodeJS.ErrnoException): { status: number; code: ErrorCode } {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return { status: 431, code: "payload_too_large" };
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return { status: 408, code: "malformed_request" };
    default:
      return { status: 400, code: "malformed_request" };
  }
}

/** A second answer in the middle of one would be read as part of it. */
function isAnswering(socket: Duplex): boolean {
  const message = (socket as { _httpMessage?: { headersSent: boolean } | null })._httpMessage;
  return message?.headersSent ?? false;
}

function answer(
  options: { publicUrl: string; securityHeaders: readonly string[] },
  status: number,
  code: ErrorCode,
): string {
  const type = problemType(options.publicUrl, code);
  const { title } = errorCatalogue[code];
  const requestId = newRequestId();
  const body = JSON.stringify({ type, title, status, code, request_id: requestId });
  const headers = [
    ...options.securityHeaders,
    ...["cache-control", "no-store", "x-request-id", requestId, "content-type", PROBLEM_TYPE],
    ...["content-length", String(Buffer.byteLength(body)), "connection", "close"],
  ];
  const lines = headers.flatMap((name, at) => (at % 2 ? [] : [`${name}: ${headers[at + 1]}`]));
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n");
}

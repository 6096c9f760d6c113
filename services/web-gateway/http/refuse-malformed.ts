import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorCode } from "../../../shared/errors";
import { errorCatalogue } from "../../../shared/errors";
import { newRequestId } from "./correlation";
import { PROBLEM_TYPE, problemType } from "./problem-type";

const PATIENCE = 1_000;

/** Creates the answer to what is not HTTP, too slow, or has too large headers. */
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
    // The rest of the input is read and dropped: a reset would lose the answer.
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

/** A second answer in the middle of another would be read as part of it. */
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
  const own = {
    "cache-control": "no-store",
    "x-request-id": requestId,
    "content-type": PROBLEM_TYPE,
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  const headers = [...options.securityHeaders, ...Object.entries(own).flat()];
  const lines = headers.flatMap((name, at) => (at % 2 ? [] : [`${name}: ${headers[at + 1]}`]));
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n");
}

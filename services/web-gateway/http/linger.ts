import type { IncomingMessage, ServerResponse } from "node:http";

/** The largest body that is read, in bytes. */
export const BODY_LIMIT = 64 * 1024;

const LONGEST = 3_000;
const LONGEST_PAUSE = 500;

/** Whether an unread body is still being sent that is not known to be short. */
export function isUploading(request: IncomingMessage): boolean {
  if (request.complete) return false;
  if (request.headers["transfer-encoding"] !== undefined) return true;
  return Number(request.headers["content-length"] ?? 0) > BODY_LIMIT;
}

/**
 * Writes the whole answer, then keeps reading the body for a while before it closes. Closing at once
 * would reset the connection, and the client would lose the answer.
 */
export function lingerAfter(
  request: IncomingMessage,
  response: ServerResponse,
  body: string | Buffer,
): void {
  const close = (): void => {
    clearTimeout(atLast);
    clearTimeout(afterPause);
    response.end();
  };
  const atLast = setTimeout(close, LONGEST);
  const afterPause = setTimeout(close, LONGEST_PAUSE);
  request.once("end", close).once("close", close);
  request.on("data", () => afterPause.refresh());
  response.write(body);
}

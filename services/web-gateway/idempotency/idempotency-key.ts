import type { IncomingMessage } from "node:http";
import { AppError } from "../../../shared/errors";

/** Printable ASCII, as header values are; clients should use a UUID. */
const KEY = /^[\x20-\x7e]{1,255}$/;

/** The `Idempotency-Key` of a request, if it has one. Throws `malformed_request` for an invalid one. */
export function idempotencyKeyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers["idempotency-key"];
  if (key === undefined || (typeof key === "string" && KEY.test(key))) return key;
  const detail = "an Idempotency-Key has 1 to 255 printable ASCII characters";
  throw new AppError("malformed_request", { detail });
}

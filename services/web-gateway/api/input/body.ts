import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../../../../shared/errors";
import { BODY_LIMIT } from "../../http/linger";
import { parseJson } from "./parse-json";
import { parseQuery } from "./query";

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

/**
 * The JSON of a request, or undefined when it has no body. Throws `unsupported_media_type`,
 * `payload_too_large` (before reading, if the length is declared) and `malformed_request`.
 */
export async function readJson(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<unknown> {
  const text = await readText(request, response, JSON_TYPE);
  return text === undefined ? undefined : parseJson(text);
}

/** The fields of a submitted form, each once; a request without a body has none. Throws like `readJson`. */
export async function readForm(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Record<string, string>> {
  const text = await readText(request, response, FORM_TYPE);
  return Object.fromEntries(parseQuery(text ?? ""));
}

async function readText(
  request: IncomingMessage,
  response: ServerResponse,
  wanted: string,
): Promise<string | undefined> {
  if (!hasBody(request)) return undefined;
  if (!isOfType(request, wanted)) throw new AppError("unsupported_media_type");
  if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT) throw tooLarge();
  if (request.headers.expect !== undefined) response.writeContinue();
  return decode(await readAll(request));
}

/**
 * Whether a body is of a media type and not coded. Neither type has parameters, so that one, `charset`
 * among them, has no effect (RFC 8259, 11): it is UTF-8 in any case.
 */
function isOfType({ headers }: IncomingMessage, wanted: string): boolean {
  const { "content-type": type = "", "content-encoding": codings = "identity" } = headers;
  const [essence = ""] = type.split(";", 1);
  return (
    essence.trim().toLowerCase() === wanted &&
    codings.split(",").every((coding) => coding.trim().toLowerCase() === "identity")
  );
}

/** Whether a request carries a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function tooLarge(): AppError {
  return new AppError("payload_too_large", {
    detail: `a body may have at most ${BODY_LIMIT} bytes`,
  });
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (done: () => void): void => {
      request.off("data", take).off("end", complete).off("error", fail).off("close", fail);
      done();
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > BODY_LIMIT) settle(() => reject(tooLarge()));
      else chunks.push(chunk);
    };
    const complete = (): void => settle(() => resolve(Buffer.concat(chunks)));
    // The client is gone, so nobody reads the answer.
    const fail = (): void =>
      settle(() => reject(new AppError("malformed_request", { detail: "the body is incomplete" })));
    request.on("data", take).on("end", complete).on("error", fail).on("close", fail);
  });
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new AppError("malformed_request", { detail: "the body is not UTF-8" });
  }
}

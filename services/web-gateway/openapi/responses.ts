import { errorCatalogue, type ErrorCode } from "../../../shared/errors";
import { isPaged } from "../api/next-page";
import { API_BASE, otherParams, type Operation } from "../api/operations";
import type { Components } from "./schemas";
import type { Header, JsonSchema, Reference, ResponseObject } from "./types";

const headerReference = (name: string): Reference => ({ $ref: `#/components/headers/${name}` });

/** Headers that several answers have. */
export const headerComponents: Record<string, Header> = {
  "X-Request-Id": { description: "Names this request in our logs.", schema: { type: "string" } },
  "Retry-After": {
    description: "Seconds until trying again makes sense.",
    schema: { type: "integer" },
  },
  RateLimit: {
    description:
      "How often the client's address may still do this (`r`), and in how many seconds the count begins anew (`t`); absent from what was refused before it was counted.",
    schema: { type: "string" },
  },
  "RateLimit-Policy": {
    description: "How often a client's address may do this (`q`) in how many seconds (`w`).",
    schema: { type: "string" },
  },
  "WWW-Authenticate": { description: "How to log in: `Bearer`.", schema: { type: "string" } },
  Location: {
    description: `Where the created thing lives, below ${API_BASE}.`,
    schema: { type: "string" },
  },
  ETag: {
    description: "Names this state; send it back as `If-Match` to change no other.",
    schema: { type: "string" },
  },
  Link: {
    description: 'Where the next page is, with `rel="next"`; absent on the last one.',
    schema: { type: "string" },
  },
  "Set-Cookie": {
    description: "The session's cookie, handed out or taken away.",
    schema: { type: "string" },
  },
};

/** Every status an operation can answer with, those that come from the gateway included. */
export function responsesOf(
  operation: Operation,
  components: Components,
): Record<string, ResponseObject> {
  const codes = codesOf(operation);
  const statuses = new Set(codes.map((code) => errorCatalogue[code].status));
  const failures = [...statuses].map((status) => {
    const those = codes.filter((code) => errorCatalogue[code].status === status);
    return [String(status), failure(operation, status, those)] as const;
  });
  return {
    [operation.http.status]: success(operation, components),
    ...Object.fromEntries(failures),
  };
}

/** What an operation can fail with: by its contract, and by what it asks of every request. */
function codesOf(operation: Operation): ErrorCode[] {
  const { action, http } = operation;
  const writes = http.method !== "GET";
  const hasBody = writes && otherParams(operation).length > 0;
  const codes: (ErrorCode | false)[] = [
    "malformed_request",
    action.access !== "anyone" && "unauthenticated",
    action.access === "admin" && "forbidden",
    writes && "csrf_failed",
    hasBody && "payload_too_large",
    hasBody && "unsupported_media_type",
    "validation_failed",
    "internal",
    "unavailable",
    "timeout",
    http.method === "POST" && "idempotency_key_reused",
    http.method === "POST" && "overloaded",
    ...action.errors,
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}

function success(operation: Operation, components: Components): ResponseObject {
  const { action, http } = operation;
  const headers = {
    "X-Request-Id": headerReference("X-Request-Id"),
    ...(http.location ? { Location: headerReference("Location") } : {}),
    ...(isPaged(operation) ? { Link: headerReference("Link") } : {}),
    ...(http.etag ? { ETag: headerReference("ETag") } : {}),
    ...(http.credential ? { "Set-Cookie": headerReference("Set-Cookie") } : {}),
    ...limitHeaders(operation),
  };
  if (http.status === 204) return { description: "Done; there is nothing to say.", headers };
  const schema = components.add(action.result);
  return {
    description: descriptions[http.status],
    headers,
    content: { [http.stream ? "text/event-stream" : "application/json"]: { schema } },
  };
}

const descriptions = { 200: "Done.", 201: "Created.", 202: "Accepted; it will be done." };

function limitHeaders({ http }: Operation): Record<string, Reference> {
  if (!http.limit) return {};
  return {
    RateLimit: headerReference("RateLimit"),
    "RateLimit-Policy": headerReference("RateLimit-Policy"),
  };
}

function failure(operation: Operation, status: number, codes: ErrorCode[]): ResponseObject {
  const schema: JsonSchema = {
    allOf: [
      { $ref: "#/components/schemas/Problem" },
      { type: "object", properties: { code: { type: "string", enum: codes } } },
    ],
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCatalogue[code].title}.`).join(" "),
    headers: {
      "X-Request-Id": headerReference("X-Request-Id"),
      ...(status === 429 || status === 503
        ? { "Retry-After": headerReference("Retry-After") }
        : {}),
      ...(status === 401 ? { "WWW-Authenticate": headerReference("WWW-Authenticate") } : {}),
      ...limitHeaders(operation),
    },
    content: { "application/problem+json": { schema } },
  };
}

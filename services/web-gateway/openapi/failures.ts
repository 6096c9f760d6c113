import { stepUpOf } from "../../../shared/contracts";
import { errorCatalogue, type ErrorCode } from "../../../shared/errors";
import type { Operation } from "../api/operations";
import { problemType } from "../http/problem-type";
import { type HeaderName, headersNamed, RATE_LIMIT, stepUpChallenge } from "./headers";
import type { Reference, ResponseObject } from "./types";

/** What an operation can fail with: codes by status. */
type Failures = Map<number, ErrorCode[]>;

/** Collects the answers of failures, so that each is written once. */
export interface FailureComponents {
  responses: Record<string, ResponseObject>;
  /** The failures of an operation as references to the components, by status. */
  of(operation: Operation): Record<string, Reference>;
}

/** No failures yet. `publicUrl`: where the platform explains its problems. */
export function createFailureComponents(publicUrl: string): FailureComponents {
  const responses: Record<string, ResponseObject> = {};
  const add = (status: number, codes: ErrorCode[], isLimited: boolean): Reference => {
    const isCounted = isLimited && !UNCOUNTED.includes(status);
    const name = nameOf(status, codes) + (isCounted ? "Counted" : "");
    const described = failure(status, codes, publicUrl);
    responses[name] = isCounted
      ? { ...described, headers: { ...described.headers, ...headersNamed(RATE_LIMIT) } }
      : described;
    return { $ref: `#/components/responses/${name}` };
  };
  return {
    responses,
    of: (operation) =>
      Object.fromEntries(
        [...failuresOf(operation)].map(([status, codes]) => [
          String(status),
          add(status, codes, operation.http.limit !== undefined),
        ]),
      ),
  };
}

/** Answered before it is counted how often an address asks. */
const UNCOUNTED = [400, 403, 408, 413, 415, 431];

/** By its contract, by what the gateway asks of every request, and by what no request is safe from. */
function failuresOf({ action, http }: Operation): Failures {
  const writes = http.method !== "GET";
  const codes: (ErrorCode | false)[] = [
    "malformed_request",
    action.access.who !== "anyone" && "unauthenticated",
    stepUpOf(action.access) !== undefined && "insufficient_user_authentication",
    action.access.who === "admin" && "forbidden",
    writes && "csrf_failed",
    // Also where no body is wanted: one that comes is read.
    writes && "payload_too_large",
    writes && "unsupported_media_type",
    "validation_failed",
    "internal",
    "unavailable",
    "timeout",
    http.method === "POST" && "idempotency_key_reused",
    http.method === "POST" && "overloaded",
    ...action.errors,
  ];
  const failures: Failures = new Map();
  for (const code of new Set(codes.filter((code) => code !== false))) {
    const { status } = errorCatalogue[code];
    failures.set(status, [...(failures.get(status) ?? []), code]);
  }
  failures.set(408, ["malformed_request"]).set(431, ["payload_too_large"]);
  return new Map([...failures].sort(([one], [other]) => one - other));
}

/** Said of statuses that are not those of their codes in the catalogue. */
const REASONS: Record<number, string> = {
  408: "The request came in too slowly.",
  431: "The headers are too large.",
};

function failure(status: number, codes: ErrorCode[], publicUrl: string): ResponseObject {
  const headers: (HeaderName | false)[] = [
    "X-Request-Id",
    [429, 503, 504].includes(status) && "Retry-After",
    status === 401 && "WWW-Authenticate",
    // A cookie whose session is over is taken away.
    codes.includes("unauthenticated") && "Set-Cookie",
  ];
  const examples = codes.map((code) => [code, { value: exampleOf(status, code, publicUrl) }]);
  return {
    description:
      REASONS[status] ??
      codes.map((code) => `\`${code}\`: ${errorCatalogue[code].title}.`).join(" "),
    headers: {
      ...headersNamed(headers.filter((name) => name !== false)),
      ...(codes.includes("insufficient_user_authentication") ? stepUpChallenge : {}),
    },
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            {
              type: "object",
              properties: { status: { const: status }, code: { type: "string", enum: codes } },
            },
          ],
        },
        examples: Object.fromEntries(examples) as Record<string, { value: unknown }>,
      },
    },
  };
}

function exampleOf(status: number, code: ErrorCode, publicUrl: string): unknown {
  const errors = [{ pointer: "/email", code: "required", detail: "is required" }];
  return {
    type: problemType(publicUrl, code),
    title: errorCatalogue[code].title,
    status,
    code,
    request_id: "request_6f1c2f0b5d0e4a7f9a8c3b1d2e4f5a6b",
    ...(code === "validation_failed" ? { errors } : {}),
  };
}

/** `ForbiddenOrCsrfFailed`; with the status where that is not the code's own. */
function nameOf(status: number, codes: ErrorCode[]): string {
  const words = codes.map((code) =>
    code.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  const name = words.join("Or");
  return status in REASONS ? `${name}${status}` : name;
}

import { API_BASE } from "../api/operations";
import type { Header, Reference } from "./types";

const text = { type: "string" };

/** Headers that several answers have. */
export const headerComponents = {
  "X-Request-Id": {
    description: "Names this request in our logs; the one that came with it, if that was a word.",
    required: true,
    schema: text,
  },
  "Retry-After": {
    description: "Seconds until trying again makes sense.",
    schema: { type: "integer", minimum: 0 },
  },
  "WWW-Authenticate": {
    description: "How to log in.",
    required: true,
    schema: { type: "string", const: "Bearer" },
  },
  Location: {
    description: `Where the created thing lives, below ${API_BASE}.`,
    required: true,
    schema: text,
  },
  ETag: {
    description: "Names this state; send it back as `If-Match` to change no other.",
    required: true,
    schema: text,
  },
  Link: {
    description: 'Where the next page is, with `rel="next"`; absent on the last one.',
    schema: text,
  },
  RateLimit: {
    description:
      "How often the client's address may ask this still, and in how many seconds it may again. " +
      "Absent when the request was not counted: before its params were right, or as a repetition.",
    schema: text,
  },
  "RateLimit-Policy": {
    description: "How often (`q`) in how many seconds (`w`) a client's address may ask this.",
    schema: text,
  },
  "Set-Cookie": {
    description:
      "The session's cookie, handed out or taken away. Whoever has a bearer token, or asks for one, gets none.",
    schema: text,
  },
} satisfies Record<string, Header>;

/** In place of the `WWW-Authenticate` of every other 401, where a session that lives may not be enough. */
export const stepUpChallenge: Record<string, Header> = {
  "WWW-Authenticate": {
    description:
      "How to log in; for a session whose user has to prove again who they are, with " +
      '`error="insufficient_user_authentication"` and how long ago that may be in seconds, ' +
      "`max_age`, or how sure it has to be, `acr_values` (RFC 9470).",
    required: true,
    schema: {
      ...text,
      pattern: "^Bearer",
      examples: ['Bearer error="insufficient_user_authentication", max_age="600"'],
    },
  },
};

export type HeaderName = keyof typeof headerComponents;

/** What an answer tells of an address that may do this only so often. */
export const RATE_LIMIT: readonly HeaderName[] = ["RateLimit", "RateLimit-Policy"];

/** Those headers of an answer, by their names. */
export function headersNamed(names: readonly HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/headers/${name}` } satisfies Reference]),
  );
}

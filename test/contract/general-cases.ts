import type { Asked } from "../support/api/send";
import type { World } from "../support/api/world";

interface Around {
  world: World;
  /** Sends another request for the same operation first. */
  first(asked: Asked): Promise<void>;
}

/** From a valid request for an operation to one that is answered as every operation answers it. */
type Spoil = (valid: Asked, around: Around) => Promise<Asked> | Asked;

/** How any operation is brought to what the gateway sees to for all of them, by outcome. */
export const generalCases: Record<string, Spoil[]> = {
  "400 malformed_request": [
    (valid) => ({ ...valid, query: "a=%" }),
    (valid) => ({ ...valid, body: "{", headers: { "content-type": "application/json" } }),
  ],
  "401 unauthenticated": [
    (valid) => ({ ...valid, as: undefined }),
    (valid) => ({ ...valid, as: { token: "A".repeat(43) } }),
    (valid) => ({
      ...valid,
      as: undefined,
      headers: { cookie: "jumar_session=gone", "sec-fetch-site": "same-origin" },
    }),
  ],
  "403 forbidden": [async (valid, { world }) => ({ ...valid, as: await world.person() })],
  "403 csrf_failed": [
    (valid) => ({ ...valid, as: undefined, headers: { "sec-fetch-site": "cross-site" } }),
    (valid) => ({
      ...valid,
      as: undefined,
      headers: { cookie: `jumar_session=${valid.as?.token ?? ""}` },
    }),
  ],
  "413 payload_too_large": [(valid) => ({ ...valid, body: { email: "a".repeat(70_000) } })],
  "415 unsupported_media_type": [
    (valid) => ({ ...valid, body: "a=b", headers: { "content-type": "text/plain" } }),
  ],
  "422 validation_failed": [(valid) => ({ ...valid, query: { no_such_parameter: "1" } })],
  "422 idempotency_key_reused": [
    async (valid, { world, first }) => {
      const headers = { ...world.elsewhere(), "idempotency-key": `key of ${world.newEmail()}` };
      const another = anotherRequest(valid);
      await first({ ...valid, ...another, headers: { ...headers, ...another.headers } });
      return { ...valid, headers };
    },
  ],
  "431 payload_too_large": [(valid) => ({ ...valid, headers: { "x-long": "a".repeat(20_000) } })],
};

/** The same for another user, with another body, or where there is nothing to say by the same user's cookie. */
function anotherRequest(valid: Asked): Partial<Asked> {
  if (valid.body === undefined && valid.path === undefined) return byCookie(valid);
  if (valid.path?.id?.startsWith("user_") !== true) return { body: anotherBody(valid) };
  return { path: { ...valid.path, id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e" } };
}

function byCookie({ as }: Asked): Partial<Asked> {
  const cookie = `jumar_session=${as?.token ?? ""}`;
  return { as: undefined, headers: { cookie, "sec-fetch-site": "same-origin" } };
}

/** Of the right form, so that it is answered for good, if only by a refusal. */
function anotherBody({ body }: Asked): unknown {
  const [[name, value] = ["", ""], ...rest] = Object.entries(body as Record<string, string>);
  return Object.fromEntries([[name, `x${value}`], ...rest]);
}

/** Outcomes that no request can bring about on a platform that is well, and what shows them instead. */
export const notFromOutside: Record<string, string> = {
  "408 malformed_request": "takes half a minute of headers that drip in, by Node's own clock",
  "500 internal": "is a defect; test/services/web-gateway/requests.test.ts makes one",
  "503 unavailable": "a database or a service has to be down: test/faults/",
  "503 overloaded":
    "more has to wait than there is room for: test/services/web-gateway/{live-limits,idempotency}.test.ts",
  "504 timeout": "a service has to hang: test/shared/service/calls/deadlines.test.ts",
};

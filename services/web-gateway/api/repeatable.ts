import { callerOf } from "../http/exchange";
import { idempotencyKeyOf } from "../idempotency/idempotency-key";
import { identifyRequest } from "../idempotency/identify-request";
import type { Operation } from "./operations";
import type { Perform } from "./perform";

/**
 * Lets a POST come again with its `Idempotency-Key`. A key belongs to a user, or to an address where
 * nobody is logged in, and to one request: operation, params, session and kind of credential.
 */
export function repeatable({ http, service, name }: Operation, perform: Perform): Perform {
  if (http.method !== "POST") return perform;
  return async (exchange, performance) => {
    const key = idempotencyKeyOf(exchange.request);
    if (key === undefined) return await perform(exchange, performance);
    const { live, params, credentials } = performance;
    const request = identifyRequest(exchange.deps.signer, {
      key,
      owner: live?.user.id ?? `address ${callerOf(exchange, undefined).ip ?? "unknown"}`,
      said: {
        operation: `${service}.${name}`,
        params,
        session: live?.session.id ?? null,
        bearer: credentials.bearer,
      },
    });
    return await exchange.deps.answerOnce(request, () =>
      perform(exchange, { ...performance, repeatable: request.repeatable }),
    );
  };
}

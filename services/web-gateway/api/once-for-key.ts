import type { Repeatable } from "../../../shared/contracts";
import { callerOf } from "../http/exchange";
import { idempotencyKeyOf } from "../idempotency/idempotency-key";
import { identifyRequests } from "../idempotency/identify-request";
import type { Asked } from "./asked";
import type { ApiDeps } from "./deps";
import type { NamedAction } from "./operations";

/**
 * Does the work once for an `Idempotency-Key`, where the request may carry one. A key belongs to a
 * user, or to an address where nobody is logged in, and to one request: action, params, session and
 * kind of credential.
 */
export async function onceForKey(
  { signer, answerOnce }: Pick<ApiDeps, "signer" | "answerOnce">,
  { service, name }: NamedAction,
  { exchange, live, credentials, repeatable = false, params }: Asked & { params: object },
  work: (repeatable?: Repeatable) => Promise<unknown>,
): Promise<unknown> {
  const key = repeatable ? idempotencyKeyOf(exchange.request) : undefined;
  if (key === undefined) return await work();
  const identified = identifyRequests(signer, {
    key,
    owner: live?.user.id ?? `address ${callerOf(exchange, undefined).ip ?? "unknown"}`,
    said: {
      operation: `${service}.${name}`,
      params,
      session: live?.session.id ?? null,
      bearer: credentials.bearer,
    },
  });
  return await answerOnce(identified, ({ repeatable: repeated }) => work(repeated));
}

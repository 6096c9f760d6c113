import type { Caller, Language, Repeatable, RepeatingCaller, Scope } from "../contracts";
import type { Signer } from "../signing";

/** A caller as it travels with a call. The scope is signed: meta alone proves nothing. */
export interface CallerMeta {
  scope?: string;
  requestId?: string;
  ip?: string;
  userAgent?: string;
  language?: Language;
  traceparent?: string;
  repeatable?: Repeatable;
}

const PURPOSE = "scope";
/** Far beyond any call's life, and enough for clocks that are five minutes apart. */
const MAX_AGE = 15 * 60_000;

export function toMeta(signer: Signer, caller: RepeatingCaller): CallerMeta {
  const { scope, ...rest } = caller;
  if (!scope) return rest;
  return { ...rest, scope: signer.sign(PURPOSE, { scope, at: Date.now() }) };
}

/** Reads a caller; a scope that was not signed here, or long ago, is none. */
export function fromMeta(signer: Signer, meta: CallerMeta): Caller {
  const { scope: signed, requestId, ip, userAgent, language, traceparent } = meta;
  const scope = typeof signed === "string" ? readScope(signer, signed) : undefined;
  return {
    ...(scope ? { scope } : {}),
    ...(requestId === undefined ? {} : { requestId }),
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(language === undefined ? {} : { language }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

function readScope(signer: Signer, signed: string): Scope | undefined {
  const payload = signer.verify(PURPOSE, signed) as { scope: Scope; at: number } | undefined;
  if (!payload || Math.abs(Date.now() - payload.at) > MAX_AGE) return undefined;
  return payload.scope;
}

import type { Caller, Language, Repeatable, RepeatingCaller } from "../contracts";
import type { Signer } from "../signing";
import { readPrincipal, signPrincipal } from "./principal-meta";

/** A caller as it travels with a call. The principal is signed: meta alone proves nothing. */
export interface CallerMeta {
  /** The principal, under the name that processes of the release before read. */
  scope?: string;
  requestId?: string;
  ip?: string;
  userAgent?: string;
  language?: Language;
  traceparent?: string;
  repeatable?: Repeatable;
}

/** A caller as meta of a call. */
export function toMeta(signer: Signer, caller: RepeatingCaller): CallerMeta {
  const { principal, ...rest } = caller;
  return principal ? { ...rest, scope: signPrincipal(signer, principal) } : rest;
}

/** Reads a caller; a principal that was not signed here, or long ago, is none. */
export function fromMeta(signer: Signer, meta: CallerMeta): Caller {
  const { scope: signed, requestId, ip, userAgent, language, traceparent } = meta;
  const principal = typeof signed === "string" ? readPrincipal(signer, signed) : undefined;
  return {
    ...(principal ? { principal } : {}),
    ...(requestId === undefined ? {} : { requestId }),
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(language === undefined ? {} : { language }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

import { randomBytes } from "node:crypto";
import type { Signer } from "../../../../shared/signing";

/** Tokens that prove that a form was shown recently to the session that submits it. Each page has another. */
export interface FormTokens {
  /** `holder`: a session's id, or a visitor's. */
  issue(holder: string): string;
  /** Whom a token was issued to; undefined when it is not ours or too old. */
  holderOf(token: string | undefined): string | undefined;
}

const PURPOSE = "form";
/** In ms. */
const LIFE = 12 * 3600 * 1000;

export function createFormTokens(signer: Signer): FormTokens {
  return {
    issue: (holder) => {
      const id = randomBytes(9).toString("base64url");
      return signer.sign(PURPOSE, { holder, at: Date.now(), id });
    },
    holderOf(token) {
      if (token === undefined) return undefined;
      const payload = signer.verify(PURPOSE, token) as { holder: string; at: number } | undefined;
      // The clocks of two gateways may differ, so a token from the future is not a forgery.
      return payload && Math.abs(Date.now() - payload.at) < LIFE ? payload.holder : undefined;
    },
  };
}

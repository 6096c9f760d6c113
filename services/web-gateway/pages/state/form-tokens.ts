import type { Signer } from "../../../../shared/signing";

/** Tokens that prove that a form was shown recently to the session that submits it. */
export interface FormTokens {
  /** `holder`: a session's id, or a visitor's. */
  issue(holder: string): string;
  isFresh(token: string | undefined, holder: string | undefined): boolean;
}

const PURPOSE = "form";
/** In ms. */
const LIFE = 12 * 3600 * 1000;

export function createFormTokens(signer: Signer): FormTokens {
  return {
    issue: (holder) => signer.sign(PURPOSE, { holder, at: Date.now() }),
    isFresh(token, holder) {
      if (token === undefined || holder === undefined) return false;
      const payload = signer.verify(PURPOSE, token) as { holder: string; at: number } | undefined;
      // The clocks of two gateways may differ, so a token from the future is not a forgery.
      return payload?.holder === holder && Math.abs(Date.now() - payload.at) < LIFE;
    },
  };
}

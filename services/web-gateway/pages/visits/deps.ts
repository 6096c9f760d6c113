import type { ApiDeps } from "../../api/deps";
import { createCookie } from "../../http/cookie";
import { createFlashCookie, type FlashCookie } from "../state/flash";
import { createFormTokens, type FormTokens } from "../state/form-tokens";
import { createSealedCookie, type SealedCookie } from "../state/sealed-cookie";
import { createVisitorCookie, type VisitorCookie } from "../state/visitor-cookie";

/** A log-in that waits for a second factor, and where it leads. */
export interface WaitingLogIn {
  id: string;
  return_to?: string | undefined;
}

/** An authenticator app that is being added. */
export interface Enrolment {
  id: string;
  secret: string;
  uri: string;
}

/** What pages need: what operations need, and the signed state that the browser carries between pages. */
export interface PageDeps extends ApiDeps {
  flash: FlashCookie;
  visitor: VisitorCookie;
  formTokens: FormTokens;
  logIn: SealedCookie<WaitingLogIn>;
  enrolment: SealedCookie<Enrolment>;
  /** Codes that are shown once. */
  recoveryCodes: SealedCookie<string[]>;
}

/** Adds what only pages need. */
export function pageDeps(deps: ApiDeps): PageDeps {
  const { config, signer } = deps;
  const secure = config.publicUrl.startsWith("https:");
  return {
    ...deps,
    flash: createFlashCookie(createCookie("flash", { secure }), signer),
    visitor: createVisitorCookie({ secure }, signer),
    formTokens: createFormTokens(signer),
    logIn: createSealedCookie("log_in", { secure }, signer),
    enrolment: createSealedCookie("enrolment", { secure }, signer),
    recoveryCodes: createSealedCookie("recovery_codes", { secure }, signer),
  };
}

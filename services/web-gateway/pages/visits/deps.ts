import type { ApiDeps } from "../../api/deps";
import { createCookie } from "../../http/cookie";
import { createFlashCookie, type FlashCookie } from "../state/flash";
import { createFormTokens, type FormTokens } from "../state/form-tokens";
import { createVisitorCookie, type VisitorCookie } from "../state/visitor-cookie";

/** What pages need: what operations need, and the signed state that the browser carries between pages. */
export interface PageDeps extends ApiDeps {
  flash: FlashCookie;
  visitor: VisitorCookie;
  formTokens: FormTokens;
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
  };
}

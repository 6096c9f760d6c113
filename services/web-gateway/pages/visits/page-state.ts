import { createCookie } from "../../http/cookie";
import type { GatewayDeps } from "../../deps";
import { createFlashCookie, type FlashCookie } from "./flash";
import { createFormTokens, type FormTokens } from "./form-tokens";
import { createVisitorCookie, type VisitorCookie } from "./visitor-cookie";

/** What goes from one page to the next through the browser, signed. */
export interface PageState {
  flash: FlashCookie;
  visitor: VisitorCookie;
  formTokens: FormTokens;
}

export function createPageState({ config, signer }: GatewayDeps): PageState {
  const secure = config.publicUrl.startsWith("https:");
  return {
    flash: createFlashCookie(createCookie("flash", { secure }), signer),
    visitor: createVisitorCookie(createCookie("visitor", { secure }), signer),
    formTokens: createFormTokens(signer),
  };
}

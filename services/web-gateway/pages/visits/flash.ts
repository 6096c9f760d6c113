import type { Signer } from "../../../../shared/signing";
import type { Cookie } from "../../http/cookie";
import type { TextKey } from "../texts";

/** What is said once, on the page that comes after a change. */
export interface Flash {
  kind: "info" | "error";
  key: TextKey;
}

export interface FlashCookie {
  /** The message of a `Cookie` header, or undefined when there is none of ours. */
  read(header: string | undefined): Flash | undefined;
  issue(flash: Flash): string;
  clear(): string;
}

const PURPOSE = "flash";
/** In seconds. */
const LIFE = 60;

export const info = (key: TextKey): Flash => ({ kind: "info", key });
export const error = (key: TextKey): Flash => ({ kind: "error", key });

/** Signed, so that nobody else puts words into our mouth. */
export function createFlashCookie(cookie: Cookie, signer: Signer): FlashCookie {
  return {
    read(header) {
      const value = cookie.read(header);
      return value === undefined ? undefined : (signer.verify(PURPOSE, value) as Flash | undefined);
    },
    issue: (flash) => cookie.issue(signer.sign(PURPOSE, flash), LIFE),
    clear: () => cookie.clear(),
  };
}

import type { Signer } from "../../../../shared/signing";
import type { Cookie } from "../../http/cookie";
import type { Flash } from "../components/flash";
import type { TextKey } from "../texts";

export interface FlashCookie {
  /** The message in a `Cookie` header, or undefined when there is none that we issued. */
  read(header: string | undefined): Flash | undefined;
  issue(flash: Flash): string;
  clear(): string;
}

const PURPOSE = "flash";
/** In seconds. */
const LIFE = 60;

export const info = (key: TextKey): Flash => ({ kind: "info", key });
export const error = (key: TextKey): Flash => ({ kind: "error", key });

/** Signed, so that nobody else can make us show a message. */
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

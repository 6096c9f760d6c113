import { randomBytes } from "node:crypto";
import type { Signer } from "../../../../shared/signing";
import type { Cookie } from "../../http/cookie";

/** Identifies a browser while nobody is logged in; only forms are bound to it. */
export interface VisitorCookie {
  /** The visitor's id, or undefined when there is no cookie that we issued. */
  read(header: string | undefined): string | undefined;
  issue(): { id: string; line: string };
}

const PURPOSE = "visitor";
/** In seconds: as long as a form is valid. */
const LIFE = 12 * 3600;

export function createVisitorCookie(cookie: Cookie, signer: Signer): VisitorCookie {
  return {
    read(header) {
      const value = cookie.read(header);
      const id = value === undefined ? undefined : signer.verify(PURPOSE, value);
      return typeof id === "string" ? id : undefined;
    },
    issue() {
      const id = randomBytes(16).toString("base64url");
      return { id, line: cookie.issue(signer.sign(PURPOSE, id), LIFE) };
    },
  };
}

import { randomBytes } from "node:crypto";
import type { Signer } from "../../../../shared/signing";
import type { Cookie } from "../../http/cookie";

/** Tells one browser from another where nobody is logged in; forms are bound to it, and nothing else. */
export interface VisitorCookie {
  /** The visitor's id, or undefined when the cookie is none that was issued here. */
  read(header: string | undefined): string | undefined;
  issue(): { id: string; line: string };
}

const PURPOSE = "visitor";
/** In seconds: as long as a form lives. */
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

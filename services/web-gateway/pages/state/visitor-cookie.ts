import { randomBytes } from "node:crypto";
import type { Signer } from "../../../../shared/signing";
import { cookiesIn, createCookie } from "../../http/cookie";

/** Identifies a browser while nobody is logged in; only forms are bound to it. */
export interface VisitorCookie {
  /** The visitor's ids: of cookies that we issued, none or more, the latest first. */
  read(header: string | undefined): string[];
  /** A new id, and the `Set-Cookie` lines that keep it. */
  issue(): { id: string; lines: string[] };
}

const PURPOSE = "visitor";
/** In seconds: as long as a form is valid. */
const LIFE = 12 * 3600;
/** More tabs are hardly opened at once. */
const MOST = 20;

/**
 * Each id has a cookie with a name of its own, so that tabs which are opened at once on the first visit do
 * not overwrite each other's. The one without is what the version before reads.
 */
export function createVisitorCookie(
  { secure }: { secure: boolean },
  signer: Signer,
): VisitorCookie {
  const latest = createCookie("visitor", { secure });
  return {
    read(header) {
      const cookies = cookiesIn(header).filter(({ name }) => name.startsWith(latest.name));
      const latestFirst = [...cookies.filter(({ name }) => name === latest.name), ...cookies];
      const values = [...new Set(latestFirst.map(({ value }) => value))].slice(0, MOST);
      const ids = values.map((value) => signer.verify(PURPOSE, value));
      return ids.filter((id) => typeof id === "string");
    },
    issue() {
      const id = randomBytes(16).toString("base64url");
      const own = createCookie(`visitor_${id.slice(0, 8)}`, { secure });
      const value = signer.sign(PURPOSE, id);
      return { id, lines: [own, latest].map((cookie) => cookie.issue(value, LIFE)) };
    },
  };
}

import { createSealer } from "../../../../shared/sealing";
import type { Signer } from "../../../../shared/signing";
import { type Cookie, createCookie } from "../../http/cookie";

/** What a browser carries from one page to the next and nobody but the platform reads. */
export interface SealedCookie<T> {
  /** What was kept for one of these holders: the id of a session, or of a visitor. */
  read(header: string | undefined, holders: readonly string[]): T | undefined;
  issue(holder: string, value: T): string;
  clear(): string;
}

/** In ms: as long as a log-in waits, and an app that is not confirmed. */
const LIFE = 10 * 60_000;

interface Kept<T> {
  value: T;
  until: number;
}

/** A cookie for ten minutes. Whose it is has to be shown with it: in another browser it opens to nothing. */
export function createSealedCookie<T>(
  word: string,
  { secure }: { secure: boolean },
  signer: Signer,
): SealedCookie<T> {
  const cookie: Cookie = createCookie(word, { secure });
  const sealer = createSealer(signer, `cookie ${word}`);
  const open = (holder: string, sealed: Buffer): T | undefined => {
    try {
      const { value, until } = sealer.open(holder, sealed).value as Kept<T>;
      return Date.now() < until ? value : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    read(header, holders) {
      const sealed = Buffer.from(cookie.read(header) ?? "", "base64url");
      const opened = holders.map((holder) => open(holder, sealed));
      return opened.find((value) => value !== undefined);
    },
    issue(holder, value) {
      const kept: Kept<T> = { value, until: Date.now() + LIFE };
      return cookie.issue(sealer.seal(holder, kept).toString("base64url"), LIFE / 1_000);
    },
    clear: () => cookie.clear(),
  };
}

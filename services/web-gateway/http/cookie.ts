import { parseCookie, stringifySetCookie } from "cookie";

/** A cookie that only our own pages and the gateway see. */
export interface Cookie {
  name: string;
  read(header: string | undefined): string | undefined;
  /** The `Set-Cookie` that keeps it for so many seconds. */
  issue(value: string, maxAge: number): string;
  /** The `Set-Cookie` that takes it away. */
  clear(): string;
}

/** `secure` where the platform is reached by https; the `__Host-` prefix would not work without. */
export function createCookie(word: string, { secure }: { secure: boolean }): Cookie {
  const name = secure ? `__Host-jumar_${word}` : `jumar_${word}`;
  const attributes = { name, httpOnly: true, secure, sameSite: "lax", path: "/" } as const;
  return {
    name,
    read: (header) => (header === undefined ? undefined : parseCookie(header)[name]),
    issue: (value, maxAge) => stringifySetCookie({ ...attributes, value, maxAge }),
    clear: () => stringifySetCookie({ ...attributes, value: "", maxAge: 0 }),
  };
}

import { parseCookie, stringifySetCookie } from "cookie";

/** A cookie that only the gateway reads. */
export interface Cookie {
  name: string;
  read(header: string | undefined): string | undefined;
  /** The `Set-Cookie` that sets it for `maxAge` seconds. */
  issue(value: string, maxAge: number): string;
  /** The `Set-Cookie` that removes it. */
  clear(): string;
}

/** Every cookie of a `Cookie` header as it was sent, also several of one name. */
export function cookiesIn(header = ""): { name: string; value: string }[] {
  return header.split(";").flatMap((pair) => {
    const mark = pair.indexOf("=");
    const [name, value] = [pair.slice(0, mark).trim(), pair.slice(mark + 1).trim()];
    return mark === -1 ? [] : [{ name, value }];
  });
}

/** `secure`: the platform is reached by https, without which the `__Host-` prefix does not work. */
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

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

/** The values of the cookies in a `Cookie` header whose names begin so. */
export function cookiesBeginningWith(start: string, header: string | undefined): string[] {
  return Object.entries(parseCookie(header ?? "")).flatMap(([name, value]) =>
    name.startsWith(start) && value !== undefined ? [value] : [],
  );
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

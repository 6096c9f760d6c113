import { stringifySetCookie } from "cookie";
import { cookiesIn } from "../http/cookie";

/** The cookie that carries a session's token. */
export interface SessionCookie {
  name: string;
  /** The tokens that a `Cookie` header has under the name; more than one means that somebody planted a cookie. */
  read(header: string | undefined): string[];
  /** The `Set-Cookie` that sets a token: until the browser is closed or, with `remember`, as long as sessions live. */
  issue(token: string, options: { remember: boolean }): string;
  /** The `Set-Cookie` that removes it. */
  clear(): string;
}

const DAY = 24 * 60 * 60;

/**
 * `secure`: the platform is reached by https, without which the `__Host-` prefix does not work. A
 * remembered cookie is kept for `days`.
 */
export function createSessionCookie({
  secure,
  days,
}: {
  secure: boolean;
  days: number;
}): SessionCookie {
  const name = secure ? "__Host-jumar_session" : "jumar_session";
  const attributes = { name, httpOnly: true, secure, sameSite: "lax", path: "/" } as const;
  return {
    name,
    read: (header) =>
      cookiesIn(header).flatMap((cookie) => (cookie.name === name ? [cookie.value] : [])),
    issue: (token, { remember }) =>
      stringifySetCookie({
        ...attributes,
        value: token,
        ...(remember ? { maxAge: days * DAY } : {}),
      }),
    clear: () => stringifySetCookie({ ...attributes, value: "", maxAge: 0 }),
  };
}

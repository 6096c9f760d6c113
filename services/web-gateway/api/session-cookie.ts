import { stringifySetCookie } from "cookie";

/** The cookie that carries a session's token. */
export interface SessionCookie {
  name: string;
  /** The tokens a `Cookie` header has under the name; more than one is somebody's doing. */
  read(header: string | undefined): string[];
  /** The `Set-Cookie` that hands a token out, for the browser's session or as long as sessions live. */
  issue(token: string, options: { remember: boolean }): string;
  /** The `Set-Cookie` that takes it away. */
  clear(): string;
}

const DAY = 24 * 60 * 60;

/**
 * `secure` where the platform is reached by https; the `__Host-` prefix would not work without. A
 * remembered cookie lives for `days`.
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
    read: (header = "") =>
      header.split(";").flatMap((pair) => {
        const mark = pair.indexOf("=");
        return pair.slice(0, mark).trim() === name ? [pair.slice(mark + 1).trim()] : [];
      }),
    issue: (token, { remember }) =>
      stringifySetCookie({
        ...attributes,
        value: token,
        ...(remember ? { maxAge: days * DAY } : {}),
      }),
    clear: () => stringifySetCookie({ ...attributes, value: "", maxAge: 0 }),
  };
}

/** How a client says who it is, and learns what it is handed out. */
export interface Credential {
  /** The headers of a request. */
  headers(): Record<string, string>;
  /** Looks for a new credential in an answer, or for the end of the old one. */
  learn(headers: Headers, body: unknown): void;
}

export interface BearerToken extends Credential {
  /** The present one: the given one, or the last that an answer carried. */
  readonly token: string | undefined;
}

/**
 * A bearer token. Log in with `credential: "bearer"`, and the token of the answer is used from then
 * on; so is the new one after a change of password or address.
 */
export function bearerToken(given?: string): BearerToken {
  let token = given;
  return {
    get token() {
      return token;
    },
    headers: (): Record<string, string> =>
      token === undefined ? {} : { authorization: `Bearer ${token}` },
    learn(_headers, body) {
      const next = (body as { token?: unknown } | null | undefined)?.token;
      if (typeof next === "string") token = next;
    },
  };
}

export interface CookieJar extends Credential {
  /** The present cookies by name. */
  readonly cookies: Map<string, string>;
}

/**
 * The cookies of one platform, for programs that want to be seen as a browser on the platform's own
 * pages. In a browser use none of these: it keeps its cookies itself and lets no script see them.
 */
export function cookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    cookies,
    headers() {
      const pairs = [...cookies].map(([name, value]) => `${name}=${value}`);
      return {
        // A change with a cookie has to say so; a browser does, and lets nobody else say it.
        "sec-fetch-site": "same-origin",
        ...(pairs.length > 0 ? { cookie: pairs.join("; ") } : {}),
      };
    },
    learn(headers) {
      for (const line of headers.getSetCookie()) keep(cookies, line);
    },
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const mark = pair.indexOf("=");
  const name = pair.slice(0, mark).trim();
  const value = pair.slice(mark + 1).trim();
  if (value === "" || attributes.some((one) => /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(one))) {
    cookies.delete(name);
  } else {
    cookies.set(name, value);
  }
}

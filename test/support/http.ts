import { elsewhere } from "./address";
import type { Json } from "./json";

/** An HTTP client as a browser would be one: keeps cookies, says that it is on the same site. */
export interface HttpClient {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  request(method: string, path: string, init?: RequestInit): Promise<Answer>;
  cookies: Map<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The JSON of the body, or its text when it is none. */
  body: Json;
}

/** A client with a cookie jar of its own, at an address of its own where proxies are believed. */
export function createHttpClient(url: string): HttpClient {
  const cookies = new Map<string, string>();
  const address = elsewhere();

  const request = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = new Headers({ ...address, ...Object.fromEntries(new Headers(init.headers)) });
    if (cookies.size > 0 && !headers.has("authorization")) {
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    }
    if (method !== "GET" && !headers.has("sec-fetch-site"))
      headers.set("sec-fetch-site", "same-origin");
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init, method, headers });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  };

  const withBody =
    (method: string) =>
    (path: string, body?: unknown, headers = {}) =>
      request(method, path, {
        headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });

  return {
    cookies,
    request,
    get: (path, headers = {}) => request("GET", path, { headers }),
    post: withBody("POST"),
    put: withBody("PUT"),
    delete: withBody("DELETE"),
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const name = pair.slice(0, pair.indexOf("=")).trim();
  const value = pair.slice(pair.indexOf("=") + 1).trim();
  const gone = value === "" || attributes.some((text) => /^\s*max-age=0$/i.test(text));
  if (gone) cookies.delete(name);
  else cookies.set(name, value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

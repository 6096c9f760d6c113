import type { Credential } from "./credentials";
import type { Method } from "./operations";
import { ProblemError } from "./problem-error";

export interface ClientOptions {
  /** Where the platform is, e.g. `https://accounts.example.com`. */
  baseUrl: string;
  /** `bearerToken()` or `cookieJar()`; in a browser neither, it brings its cookie itself. */
  credential?: Credential;
  /** How long an answer may take, in ms; 30,000 when absent. */
  timeout?: number;
  /** Headers of every request. */
  headers?: Record<string, string>;
  /** Another `fetch` than the global one. */
  fetch?: typeof globalThis.fetch;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** How long the answer may take, in ms. */
  timeout?: number;
  /** What makes it safe to send the same request again; see `newIdempotencyKey`. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

/** An answer that is a success. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** As they stand in a path or a query; a body may have more in it. */
type Params = Record<string, string | number | boolean | undefined>;

const HEADER_PARAMS: readonly (readonly [string, string])[] = [["if_match", "if-match"]];
const API_BASE = "/api/v1";
const TIMEOUT = 30_000;

/** Sends a request and reads its answer whole. Throws what `openResponse` throws. */
export async function sendRequest(
  client: ClientOptions,
  request: { method: Method; path: string; params?: object | undefined },
  options: CallOptions = {},
): Promise<Answer<unknown>> {
  const patience = AbortSignal.timeout(options.timeout ?? client.timeout ?? TIMEOUT);
  const signal = options.signal ? AbortSignal.any([options.signal, patience]) : patience;
  const response = await openResponse(client, request, { ...options, signal });
  const { status, headers } = response;
  const body = await readBody(response);
  if (status !== 204 && body === undefined) throw new ProblemError({ status, headers, body });
  client.credential?.learn(headers, body);
  return { status, headers, body };
}

/**
 * Sends a request; resolves with a success whose body is still to be read. Throws a ProblemError for
 * every other answer, and what `fetch` throws when there is none: a TypeError, or the reason of the
 * signal, which is a DOMException named TimeoutError after the timeout.
 */
export async function openResponse(
  { baseUrl, credential, headers, fetch = globalThis.fetch }: ClientOptions,
  { method, path, params = {} }: { method: Method; path: string; params?: object | undefined },
  options: CallOptions,
): Promise<Response> {
  const { url, body, fromParams } = toRequest(baseUrl, method, path, params as Params);
  const response = await fetch(url, {
    method,
    headers: {
      accept: "application/json, application/problem+json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(options.idempotencyKey === undefined
        ? {}
        : { "idempotency-key": options.idempotencyKey }),
      ...fromParams,
      ...headers,
      ...credential?.headers(),
      ...options.headers,
    },
    // Nothing here redirects; what does is somebody else, who is not to get the credential.
    redirect: "error",
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (response.ok) return response;
  credential?.learn(response.headers, undefined);
  const { status, headers: received } = response;
  throw new ProblemError({ status, headers: received, body: await readBody(response) });
}

/**
 * As the gateway reads it: params go where the path names them, the few that are headers there, all
 * others into the query or the body.
 */
function toRequest(
  baseUrl: string,
  method: Method,
  path: string,
  params: Params,
): { url: URL; body?: string; fromParams: Record<string, string> } {
  const rest = new Map(Object.entries(params).filter(([, value]) => value !== undefined));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    if (value === undefined || value === "") throw new TypeError(`${method} ${path} needs ${name}`);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  const fromParams: Record<string, string> = {};
  for (const [name, header] of HEADER_PARAMS) {
    if (rest.has(name)) fromParams[header] = String(rest.get(name));
    rest.delete(name);
  }
  const url = new URL(API_BASE + filled, baseUrl);
  if (method === "GET") {
    for (const [name, value] of rest) url.searchParams.set(name, String(value));
    return { url, fromParams };
  }
  if (method === "DELETE" && rest.size === 0) return { url, fromParams };
  return { url, fromParams, body: JSON.stringify(Object.fromEntries(rest)) };
}

/** The JSON of an answer, undefined when it is none. */
async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!/^application\/(problem\+)?json\b/.test(response.headers.get("content-type") ?? "")) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

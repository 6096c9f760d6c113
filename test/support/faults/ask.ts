import type { Json } from "../json";
/** What came of a request: status 0 means that no answer came. */
export interface Asked {
  status: number;
  ms: number;
  headers: Headers;
  body: Json;
}

const PATIENCE = 30_000;

/** Sends one request and never throws: under faults, having no answer is an answer. */
export async function ask(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Asked> {
  const since = performance.now();
  try {
    const response = await fetch(url, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        ...(method === "GET" ? {} : { "sec-fetch-site": "same-origin" }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const ms = performance.now() - since;
    return { status: response.status, ms, headers: response.headers, body: parse(text) };
  } catch {
    return { status: 0, ms: performance.now() - since, headers: new Headers(), body: undefined };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

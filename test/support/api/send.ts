import { Agent, type IncomingHttpHeaders, request as httpRequest } from "node:http";
import type { Json } from "../json";
import type { Described } from "./described";
import type { Person } from "./world";

/** A request for an operation; what is absent is left out. */
export interface Asked {
  /** Whose bearer token it carries. */
  as?: Pick<Person, "token"> | undefined;
  path?: Record<string, string>;
  /** As a text it is sent as it is. */
  query?: Record<string, string> | string;
  /** Sent as JSON, with its content type; a string or bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Undefined when the body is no JSON. */
  json: Json;
  /** Milliseconds until it was there. */
  took: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a request for an operation. */
export async function sendAsked(
  url: string,
  { method, path }: Pick<Described, "method" | "path">,
  asked: Asked,
): Promise<Answered> {
  const { as, query, body, headers } = asked;
  const isRaw = typeof body === "string" || Buffer.isBuffer(body) || body === undefined;
  return await sendRaw(url, method, `/api/v1${fill(path, asked.path)}${searchOf(query)}`, {
    headers: {
      ...(isRaw ? {} : { "content-type": "application/json" }),
      ...(as ? { authorization: `Bearer ${as.token}` } : {}),
      ...headers,
    },
    body: isRaw ? body : JSON.stringify(body),
  });
}

/** Sends a request as it is. Of a stream it waits for the first bytes alone. */
export async function sendRaw(
  url: string,
  method: string,
  target: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer | undefined },
): Promise<Answered> {
  const { hostname, port } = new URL(url);
  const length: Record<string, string> =
    body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const since = performance.now();
  return await new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, method, path: target, agent, headers: { ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        const done = (): void => {
          const text = Buffer.concat(chunks).toString();
          const { statusCode: status = 0, headers: received } = response;
          const took = performance.now() - since;
          resolve({ status, headers: received, text, json: parse(text), took });
        };
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          if (!response.headers["content-type"]?.startsWith("text/event-stream")) return;
          done();
          request.destroy();
        });
        response.on("error", reject).on("end", done);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function fill(path: string, values: Record<string, string> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

function searchOf(query: Record<string, string> | string = ""): string {
  const search = typeof query === "string" ? query : new URLSearchParams(query).toString();
  return search === "" ? "" : `?${search}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

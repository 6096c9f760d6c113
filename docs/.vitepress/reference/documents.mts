import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../root.mjs";
import { nameOf, type Schema } from "./schema.mjs";

export interface OpenApi {
  info: { description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Response>;
    headers: Record<string, { description: string }>;
    securitySchemes: Record<string, { description: string }>;
  };
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: object[];
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema: Schema;
  }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, Response | { $ref: string }>;
  "x-codeSamples": { label: string; lang: string; source: string }[];
}

export interface Response {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, Content>;
}

interface Content {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: { title: string; status: number; code: string } }>;
}

export interface AsyncApi {
  info: { description: string };
  channels: Record<
    string,
    {
      description: string;
      bindings: { amqp: { is: string } };
      messages: Record<string, { $ref: string }>;
    }
  >;
  components: {
    messages: Record<string, { payload: { allOf: Schema[] } }>;
    schemas: Record<string, Schema>;
  };
}

/** The document of the HTTP API, as the command prints it. */
export const readOpenApi = (): OpenApi => printed("openapi") as OpenApi;

/** An answer of an operation, which may be a reference. */
export function resolve(answer: Operation["responses"][string], { components }: OpenApi): Response {
  const found = "$ref" in answer ? components.responses[nameOf(answer.$ref)] : answer;
  if (found === undefined) throw new Error("an answer is not in the document");
  return found;
}

/** The document of the events, as the command prints it. */
export const readAsyncApi = (): AsyncApi => printed("asyncapi") as AsyncApi;

/** What each command has printed. VitePress loads this file anew for each page that is made by it. */
const prints = ((globalThis as { jumarPrints?: Map<string, string> }).jumarPrints ??= new Map<
  string,
  string
>());

function printed(command: string): unknown {
  const jumar = join(root, "dist/cli/bin/run.js");
  // Without the settings of who builds: the site is the same wherever it is made.
  const env = { PATH: process.env.PATH };
  const options = { encoding: "utf8", maxBuffer: 2 ** 26, env } as const;
  const text = prints.get(command) ?? execFileSync(process.execPath, [jumar, command], options);
  prints.set(command, text);
  return JSON.parse(text);
}

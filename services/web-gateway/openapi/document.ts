import { API_BASE, operations, type Operation } from "../api/operations";
import { describeOperation } from "./describe-operation";
import { problemSchema } from "./problem-schema";
import { headerComponents } from "./responses";
import { createComponents } from "./schemas";
import type { OpenApiDocument, PathItem } from "./types";

const DESCRIPTION = `JSON in and out, snake_case, times in RFC 3339 UTC, ids such as \`user_…\`. \
Unknown fields are refused. Errors are problems (RFC 9457) with a stable \`code\`. A browser is \
recognised by its cookie and has to be same-origin, any other client by a bearer token. A POST takes \
an \`Idempotency-Key\`: sent again with the same key it has one effect and one answer. 503 means that \
nothing happened, 504 that nobody knows: repeat it with its key.`;

const TAGS: Record<string, string> = {
  accounts: "Signing up, logging in, sessions and everything about one's own account.",
  audit: "What happened.",
  search: "Finding users.",
  "web-gateway": "Who is asking.",
};

/** The OpenAPI 3.1 document of the API, made from the contracts. */
export function createDocument(options: {
  publicUrl: string;
  cookieName: string;
}): OpenApiDocument {
  const components = createComponents();
  const paths: Record<string, PathItem> = {};
  for (const operation of operations) {
    const { method, path } = operation.http;
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: describeOperation(operation, components),
    };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Jumar",
      version: "1",
      summary: "Accounts: users, sessions and what happened to them.",
      description: DESCRIPTION,
    },
    servers: [{ url: options.publicUrl + API_BASE }],
    tags: tagsOf(operations),
    paths,
    components: {
      schemas: { Problem: problemSchema, ...components.schemas },
      headers: headerComponents,
      securitySchemes: {
        cookie: { type: "apiKey", in: "cookie", name: options.cookieName },
        bearer: { type: "http", scheme: "bearer" },
      },
    },
  };
}

function tagsOf(all: readonly Operation[]): OpenApiDocument["tags"] {
  const names = [...new Set(all.map(({ service }) => service))];
  return names.map((name) => ({ name, description: TAGS[name] ?? "" }));
}

import { HTTP_TAGS } from "../../../shared/contracts";
import { API_BASE, operations } from "../api/operations";
import { describeOperation } from "./describe-operation";
import { createFailureComponents } from "./failures";
import { headerComponents } from "./headers";
import { problemSchema } from "./problem-schema";
import { createComponents } from "./schemas";
import { securitySchemes } from "./security-schemes";
import type { OpenApiDocument, PathItem } from "./types";

const DESCRIPTION = `JSON in and out, snake_case, times in RFC 3339 UTC, ids such as \`user_…\`. \
Unknown fields are refused. Errors are problems (RFC 9457) with a stable \`code\`. A browser is \
recognised by its cookie and has to be same-origin, any other client by a bearer token.

A POST takes an \`Idempotency-Key\`: sent again with the same key it has one effect and one answer. \
503 means that nothing happened, 504 that nobody knows: repeat it with its key. Where \`RateLimit\` \
is answered, a client's address may ask only so often.

An address that is not here is 404 \`not_found\`, also in another spelling, such as one with a slash at \
its end. A method that is not here is 405 \`method_not_allowed\`, with those that are in \`Allow\`; what \
takes GET takes HEAD, and OPTIONS is 204 with \`Allow\`.`;

/** The OpenAPI 3.1 document of the API, made from the contracts. */
export function createDocument(options: {
  publicUrl: string;
  cookieName: string;
}): OpenApiDocument {
  const components = createComponents();
  const failures = createFailureComponents(options.publicUrl);
  const baseUrl = options.publicUrl + API_BASE;
  const paths: Record<string, PathItem> = {};
  for (const operation of operations) {
    const { method, path } = operation.http;
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: describeOperation(operation, components, failures, baseUrl),
    };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Jumar",
      version: "1",
      summary: "Accounts: users, sessions and what happened to them.",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: baseUrl }],
    tags: Object.entries(HTTP_TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: problemSchema, ...components.schemas },
      responses: failures.responses,
      headers: headerComponents,
      securitySchemes: securitySchemes(options.cookieName),
    },
  };
}

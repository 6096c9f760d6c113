import { isPaged } from "../api/next-page";
import type { Operation } from "../api/operations";
import { exampleOf } from "./examples";
import type { FailureComponents } from "./failures";
import { type HeaderName, headersNamed, RATE_LIMIT } from "./headers";
import type { Components } from "./schemas";
import type { Content, Reference, ResponseObject } from "./types";

/** Every status an operation can answer with, those that come from the gateway included. */
export function responsesOf(
  operation: Operation,
  components: Components,
  failures: FailureComponents,
): Record<string, ResponseObject | Reference> {
  return {
    [operation.http.status]: success(operation, components),
    ...failures.of(operation),
  };
}

function success(operation: Operation, components: Components): ResponseObject {
  const { http } = operation;
  const headers: (HeaderName | false)[] = [
    "X-Request-Id",
    http.location !== undefined && "Location",
    http.etag !== undefined && "ETag",
    isPaged(operation) && "Link",
    http.credential !== undefined && "Set-Cookie",
    ...(http.limit ? RATE_LIMIT : []),
  ];
  return {
    description: descriptions[http.status],
    headers: headersNamed(headers.filter((name) => name !== false)),
    ...(http.status === 204 ? {} : { content: contentOf(operation, components) }),
  };
}

const descriptions = {
  200: "Done.",
  201: "Created.",
  202: "Accepted; it will be done.",
  204: "Done; there is nothing to say.",
};

function contentOf({ action, http }: Operation, components: Components): Content {
  const schema = components.add(action.result);
  const example = exampleOf(schema, components.schemas, { full: true });
  if (!http.stream) return { "application/json": { schema, example } };
  return {
    "text/event-stream": {
      schema: {
        type: "string",
        description: "Server-sent events; the data of each is JSON of the schema.",
        contentMediaType: "text/event-stream",
        contentSchema: schema,
      },
      example: `event: user.confirmed\ndata: ${JSON.stringify(example)}\n\n`,
    },
  };
}

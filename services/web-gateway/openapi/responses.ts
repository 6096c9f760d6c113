import { z } from "zod";
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
    ...pending(operation, components),
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

/** What an operation answers with in place of what it was asked for, where it may do so. */
function pending({ http }: Operation, components: Components): Record<string, ResponseObject> {
  if (!http.pending) return {};
  const { status, result } = http.pending;
  const schema = components.add(result);
  const example = exampleOf(schema, components.schemas, { full: true });
  const headers: HeaderName[] = ["X-Request-Id", ...(http.limit ? RATE_LIMIT : [])];
  return {
    [status]: {
      description: "Begun; more is asked for.",
      headers: headersNamed(headers),
      content: { "application/json": { schema, example } },
    },
  };
}

/** The schema of an answer to what was asked for. */
function answerOf({ action: { result }, http }: Operation): z.ZodType {
  const ends =
    http.pending && result instanceof z.ZodUnion
      ? result.options.filter((option) => option !== http.pending?.result)
      : [];
  return (ends[0] as z.ZodType | undefined) ?? result;
}

const descriptions = {
  200: "Done.",
  201: "Created.",
  202: "Accepted; it will be done.",
  204: "Done; there is nothing to say.",
};

function contentOf(operation: Operation, components: Components): Content {
  const { http } = operation;
  const schema = components.add(answerOf(operation));
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

import { type Access, stepUpOf } from "../../../shared/contracts";
import { HEADER_PARAMS, type Operation, otherParams } from "../api/operations";
import { codeSamplesOf } from "./code-samples";
import { exampleOf } from "./examples";
import type { FailureComponents } from "./failures";
import { responsesOf } from "./responses";
import type { Components } from "./schemas";
import type { JsonSchema, OperationObject, Parameter, RequestBody } from "./types";

/** An operation in the words of OpenAPI, its params split into path, query and body. */
export function describeOperation(
  operation: Operation,
  components: Components,
  failures: FailureComponents,
  baseUrl: string,
): OperationObject {
  const { action, http } = operation;
  const params = components.add(action.params);
  const others = otherParams(operation);
  const parameters = [
    ...operation.pathParams.map((param) => parameter(params, param, "path")),
    ...(http.method === "GET" ? others.map((param) => parameter(params, param, "query")) : []),
    ...Object.entries(HEADER_PARAMS)
      .filter(([param]) => param in action.params.shape)
      .map(([param, header]) => ({ ...parameter(params, param, "header"), name: header })),
    ...(http.method === "POST" ? [idempotencyKey] : []),
  ];
  const hasBody = http.method !== "GET" && others.length > 0;
  const described: Omit<OperationObject, "x-codeSamples"> = {
    operationId: http.id,
    summary: action.summary,
    ...descriptionOf(action.access),
    tags: [http.tag],
    security: action.access.who === "anyone" ? [] : [{ cookie: [] }, { bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasBody ? { requestBody: requestBody(pick(params, others), components) } : {}),
    responses: responsesOf(operation, components, failures),
  };
  const { method, path, status } = http;
  const answer = status === 204 ? undefined : components.add(action.result);
  const request = { method, path, baseUrl, operation: described, answer };
  return { ...described, "x-codeSamples": codeSamplesOf(request) };
}

/** Who may ask, where being logged in is not enough. */
function descriptionOf(access: Access): { description?: string } {
  const { within, assurance } = stepUpOf(access) ?? {};
  const sentences = [
    access.who === "admin" && "For administrators.",
    within !== undefined &&
      `The user of the session has to have proved who they are in the last ${within} seconds.`,
    assurance === 2 && "Proofs of two kinds are asked for, such as a password and a code.",
  ].filter((sentence) => sentence !== false);
  return sentences.length > 0 ? { description: sentences.join(" ") } : {};
}

const idempotencyKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Chosen by you, a new UUID for each request; whoever repeats it within 24 hours gets the one answer.",
  schema: {
    type: "string",
    minLength: 1,
    maxLength: 255,
    examples: ["5f0c7a3e-2b59-4a4e-9b0a-6a0d3c1d8e77"],
  },
};

function parameter(params: JsonSchema, name: string, where: Parameter["in"]): Parameter {
  const { description, ...schema } = params.properties?.[name] ?? {};
  return {
    name,
    in: where,
    required: where === "path" || (params.required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  };
}

function requestBody(schema: JsonSchema, { schemas }: Components): RequestBody {
  const example = exampleOf(schema, schemas, { full: false });
  return { required: true, content: { "application/json": { schema, example } } };
}

function pick(params: JsonSchema, names: string[]): JsonSchema {
  const required = (params.required ?? []).filter((name) => names.includes(name));
  return {
    ...params,
    properties: Object.fromEntries(names.map((name) => [name, params.properties?.[name] ?? {}])),
    ...(required.length > 0 ? { required } : {}),
  };
}

import type { CodeSample, JsonSchema, OperationObject } from "./types";

interface Request {
  method: string;
  path: string;
  /** Where the API is. */
  baseUrl: string;
  operation: Omit<OperationObject, "x-codeSamples">;
  /** Of what it answers; absent when that is nothing. */
  answer: JsonSchema | undefined;
}

const WIDTH = 100;
const SHORT = 60;

/** How an operation is called with curl and with `jumar/client`, by the examples of its params. */
export function codeSamplesOf(request: Request): CodeSample[] {
  return [
    { lang: "Shell", label: "curl", source: curl(request) },
    { lang: "TypeScript", label: "TypeScript", source: typescript(request) },
  ];
}

function curl({ method, path, baseUrl, operation }: Request): string {
  const body = bodyOf(operation);
  const values = pathValuesOf(operation);
  const url = baseUrl + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  const isImplied = method === (body ? "POST" : "GET");
  const parts = [
    ["curl", isStream(operation) && "--no-buffer", !isImplied && `--request ${method}`, url]
      .filter(Boolean)
      .join(" "),
    operation.security.length > 0 && '--header "authorization: Bearer $TOKEN"',
    body && `--json '${jsonOf(body).replaceAll("'", "'\\''")}'`,
  ];
  return parts.filter(Boolean).join(" \\\n  ");
}

function jsonOf(body: object): string {
  const lines = JSON.stringify(body, null, 2).split("\n");
  const short = lines.map((line) => line.trim()).join(" ");
  return short.length <= SHORT ? short : lines.join("\n  ");
}

function typescript({ method, path, baseUrl, operation, answer }: Request): string {
  const isOpen = operation.security.length === 0;
  const params = { ...pathValuesOf(operation), ...bodyOf(operation) };
  const server = new URL(baseUrl).origin;
  const credential = isOpen ? "" : ", credential: bearerToken(sessionToken)";
  return [
    `import { ${isOpen ? "" : "bearerToken, "}createClient } from "jumar/client";`,
    "",
    `const jumar = createClient({ baseUrl: "${server}"${credential} });`,
    ...(isStream(operation)
      ? [`for await (const event of jumar.stream("${path}")) console.log(event);`]
      : call(`await jumar.${method.toLowerCase()}("${path}"`, params, answer)),
  ].join("\n");
}

function call(begun: string, params: object, answer: JsonSchema | undefined): string[] {
  const fields = Object.keys(answer?.properties ?? {}).join(", ");
  // Of several forms each has its own fields.
  const names = answer?.anyOf ? "answer" : fields;
  const taken = answer?.anyOf ? names : `{ ${names} }`;
  const line = (given: string): string =>
    `${names === "" ? "" : `const ${taken} = `}${begun}${given});`;
  const properties = Object.entries(params).map(([name, one]) => `${name}: ${JSON.stringify(one)}`);
  const short = line(properties.length === 0 ? "" : `, { ${properties.join(", ")} }`);
  // As prettier breaks it.
  const long = line(`, {\n${properties.map((property) => `  ${property},\n`).join("")}}`);
  const statement = short.length <= WIDTH ? short : long;
  return names === "" ? [statement] : [statement, `console.log(${names});`];
}

function bodyOf({ requestBody }: Request["operation"]): Record<string, unknown> | undefined {
  return requestBody?.content["application/json"]?.example as Record<string, unknown> | undefined;
}

function pathValuesOf({ parameters = [] }: Request["operation"]): Record<string, unknown> {
  const named = parameters.filter((one) => one.in === "path");
  return Object.fromEntries(named.map(({ name, schema }) => [name, schema.examples?.[0]]));
}

function isStream({ responses }: Request["operation"]): boolean {
  return JSON.stringify(responses).includes('"text/event-stream"');
}

import type { OpenApi, Operation, Response } from "./documents.mjs";
import { anchorOf, operationSection } from "./operation.mjs";
import { fieldTable, table } from "./schema.mjs";

interface ReferencePage {
  name: string;
  content: string;
}

interface Placed {
  method: string;
  path: string;
  operation: Operation;
}

/** The pages of the HTTP API: what holds for all of it, and one for the operations of each service. */
export function httpPages(document: OpenApi): ReferencePage[] {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Placed => ({ method, path, operation })),
  );
  const of = (tag: string) => operations.filter(({ operation }) => operation.tags.includes(tag));
  const pages = document.tags.map(({ name, description }) => ({
    name: `http-${name}`,
    content: [
      `# HTTP API: ${name}`,
      description,
      "All paths are below `/api/v1`; [what holds for every operation](/reference/http).",
      ...of(name).map((one) => operationSection(one.method, one.path, one.operation, document)),
    ].join("\n\n"),
  }));
  return [{ name: "http", content: overview(document, operations) }, ...pages];
}

function overview(document: OpenApi, operations: Placed[]): string {
  const { components, info } = document;
  const rows = operations.map(({ method, path, operation }) => [
    `[\`${method.toUpperCase()} ${path}\`](/reference/http-${operation.tags[0] ?? ""}#${anchorOf(operation)})`,
    operation.summary,
  ]);
  return [
    "# HTTP API",
    "Made from what `jumar openapi` prints. A running Jumar has the same at `/api/docs` and `/api/openapi.json`. All paths are below `/api/v1`.",
    info.description,
    "## Operations",
    table(["operation", "does"], rows),
    "## Who is asking",
    table(["credential", "how"], Object.entries(components.securitySchemes).map(([name, { description }]) => [name, description])),
    "## Problems",
    "Every answer that is no success is `application/problem+json` with one of these codes.",
    table(["status", "code", "meaning"], problemRows(document)),
    fieldTable(components.schemas.Problem ?? {}, () => ""),
    "## Headers",
    table(["header", "meaning"], Object.entries(components.headers).map(([name, { description }]) => [`\`${name}\``, description])),
    "## Things",
    ...Object.entries(components.schemas)
      .filter(([name]) => name !== "Problem")
      .flatMap(([name, schema]) => [
        `### ${name} {#${name.toLowerCase()}}`,
        fieldTable(schema, (other) => `[${other}](#${other.toLowerCase()})`),
      ]),
  ].join("\n\n"); // prettier-ignore
}

/** Each status and code that any operation answers with, and its title. */
function problemRows({ components }: OpenApi): string[][] {
  const rows = new Map<string, string[]>();
  for (const { content } of Object.values<Response>(components.responses)) {
    const examples = content?.["application/problem+json"]?.examples ?? {};
    for (const { value } of Object.values(examples)) {
      const { status, code, title } = value;
      rows.set(`${status} ${code}`, [String(status), `\`${code}\``, `${title}.`]);
    }
  }
  return [...rows.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, row]) => row);
}

import { authenticationPage } from "./authentication-page.mjs";
import type { OpenApi, Operation } from "./documents.mjs";
import type { MadePage } from "./made-pages.mjs";
import { anchorOf, linkTo, operationSection, pageOf } from "./operation.mjs";
import { commonProblems, type Problem } from "./problems.mjs";
import { block, fieldTable, table } from "./schema.mjs";

interface Placed {
  method: string;
  path: string;
  operation: Operation;
}

/** The pages of the HTTP API: what holds for all of it, and those of who is asking, of problems and of each tag. */
export function httpPages(document: OpenApi): MadePage[] {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Placed => ({ method, path, operation })),
  );
  const of = (tag: string) => operations.filter(({ operation }) => operation.tags.includes(tag));
  const pages = document.tags.map(({ name, description }) => ({
    name: pageOf(name),
    content: [
      `# ${name}`,
      description,
      "All paths are below `/api/v1`. See also [who is asking](/reference/http-authentication) and [what goes wrong](/reference/http-problems).",
      ...of(name).map((one) => operationSection(one.method, one.path, one.operation, document)),
    ].join("\n\n"),
  }));
  return [
    { name: "http", content: overview(document, operations) },
    { name: "http-authentication", content: authenticationPage(document) },
    { name: "http-problems", content: problemPage(document) },
    ...pages,
  ];
}

function overview(document: OpenApi, operations: Placed[]): string {
  const { components, info, tags } = document;
  return [
    "# HTTP API",
    "Made from what `jumar openapi` prints. A running Jumar has the same at `/api/docs` and `/api/openapi.json`. All paths are below `/api/v1`.",
    info.description,
    "[Who is asking](/reference/http-authentication), [what goes wrong](/reference/http-problems), and what there is to ask:",
    ...tags.flatMap(({ name, description }) => [
      `## [${name}](/reference/${pageOf(name)}) {#${name.toLowerCase()}}`,
      description,
      table(["operation", "does"], rowsOf(name, operations)),
    ]),
    "## Headers",
    table(["header", "meaning"], Object.entries(components.headers).map(([name, { description }]) => [`\`${name}\``, description])),
    "## Things",
    ...Object.entries(components.schemas)
      .filter(([name]) => name !== "Problem")
      .flatMap(([name, schema]) => [
        `### ${name} {#thing-${name.toLowerCase()}}`,
        fieldTable(schema, linkTo),
      ]),
  ].join("\n\n"); // prettier-ignore
}

function rowsOf(tag: string, operations: Placed[]): string[][] {
  return operations
    .filter(({ operation }) => operation.tags.includes(tag))
    .map(({ method, path, operation }) => [
      `[\`${method.toUpperCase()} ${path}\`](/reference/${pageOf(tag)}#${anchorOf(operation)})`,
      operation.summary,
    ]);
}

/** What every answer that is no success looks like, and what any operation can fail with. */
function problemPage(document: OpenApi): string {
  return [
    "# Problems",
    "Every answer that is no success is `application/problem+json` (RFC 9457). Programs go by its `code`, which never changes its meaning.",
    fieldTable(document.components.schemas.Problem ?? {}, () => ""),
    block("json", JSON.stringify(exampleOf(document), null, 2)),
    "Each operation lists the problems of its own. These are not repeated there:",
    ...commonProblems(document).flatMap(({ text, anchor, problems }) => [
      `## ${text} {#${anchor}}`,
      table(["status", "code", "meaning"], problems.map(rowOf)),
    ]),
  ].join("\n\n");
}

const rowOf = ({ status, code, title }: Problem): string[] => [status, `\`${code}\``, `${title}.`];

/** The example of a problem that names fields. */
function exampleOf({ components }: OpenApi): unknown {
  const all = Object.values(components.responses).flatMap(({ content }) =>
    Object.values(content?.["application/problem+json"]?.examples ?? {}),
  );
  return all.find(({ value }) => value.code === "validation_failed")?.value;
}

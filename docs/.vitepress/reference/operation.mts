import { type OpenApi, type Operation, resolve, type Response } from "./documents.mjs";
import { kindsOf, ownProblems } from "./problems.mjs";
import { block, fieldTable, notesOf, table, typeOf } from "./schema.mjs";

/** The anchor of an operation on its page. */
export const anchorOf = ({ operationId }: Operation): string =>
  operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The name of the page of a tag. */
export const pageOf = (tag: string): string => `http-${tag.toLowerCase()}`;

/** A link to what is known of a named schema. */
export const linkTo = (name: string): string =>
  `[${name}](/reference/http#thing-${name.toLowerCase()})`;

/** All there is to know of one operation: who may, parameters, body, answers and problems. */
export function operationSection(
  method: string,
  path: string,
  operation: Operation,
  document: OpenApi,
): string {
  const answers = Object.entries(operation.responses).map(([status, answer]) => ({
    status,
    answer: resolve(answer, document),
  }));
  return [
    `## \`${method.toUpperCase()} ${path}\` {#${anchorOf(operation)}}`,
    operation.summary,
    [operation.security.length > 0 ? "Needs a session." : "Anyone may.", operation.description]
      .filter(Boolean)
      .join(" "),
    ...parameters(operation),
    ...body(operation),
    ...samples(operation),
    ...answers.filter(({ answer }) => !isProblem(answer)).flatMap(success),
    ...problems(method, operation, document),
  ].join("\n\n");
}

function parameters({ parameters: all = [] }: Operation): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, in: place, required, description, schema }) => [
    `\`${name}\` (${place}${required ? "" : ", optional"})`,
    typeOf(schema, linkTo),
    [description, notesOf({ ...schema, description: undefined })].filter(Boolean).join(" "),
  ]);
  return ["**Parameters**", table(["name", "type", "notes"], rows)];
}

function body({ requestBody }: Operation): string[] {
  const [entry] = Object.entries(requestBody?.content ?? {});
  if (entry === undefined) return [];
  const [type, { schema }] = entry;
  return [`**Body**, \`${type}\``, fieldTable(schema, linkTo)];
}

function success({ status, answer }: { status: string; answer: Response }): string[] {
  const headers = Object.keys(answer.headers ?? {}).map((name) => `\`${name}\``);
  const [entry] = Object.entries(answer.content ?? {});
  const intro = `**Answer ${status}**: ${answer.description}${entry ? ` \`${entry[0]}\`` : ""}`;
  const lines = [intro, `Headers: ${headers.join(", ")}.`];
  if (entry === undefined) return lines;
  const [type, { schema, example }] = entry;
  const shown = schema.contentSchema ?? schema;
  const fields = shown.$ref ? typeOf(shown, linkTo) : fieldTable(shown, linkTo);
  if (example === undefined) return [...lines, fields];
  const [language, code] = type.endsWith("json")
    ? ["json", JSON.stringify(example, null, 2)]
    : ["text", typeof example === "string" ? example : JSON.stringify(example)];
  return [...lines, fields, block(language, code)];
}

const isProblem = ({ content = {} }: Response): boolean => "application/problem+json" in content;

/** How it is called. */
function samples({ "x-codeSamples": all }: Operation): string[] {
  const blocks = all.map(({ lang, label, source }) =>
    block(`${lang === "TypeScript" ? "ts" : "sh"} [${label}]`, source),
  );
  return ["::: code-group", ...blocks, ":::"];
}

/** Its own problems; those that it shares are told once, on a page for all. */
function problems(method: string, operation: Operation, document: OpenApi): string[] {
  const own = ownProblems({ method, operation }, document);
  const rows = own.map(({ status, code, title }) => [status, `\`${code}\``, `${title}.`]);
  const kinds = kindsOf({ method, operation })
    .map(({ text, anchor }) => `[${text.toLowerCase()}](/reference/http-problems#${anchor})`)
    .join(", ");
  return [
    `**Problems**: ${rows.length > 0 ? "its own, and those of" : "those of"} ${kinds}.`,
    ...(rows.length > 0 ? [table(["status", "code", "meaning"], rows)] : []),
  ];
}

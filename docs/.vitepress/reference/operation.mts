import type { OpenApi, Operation, Response } from "./documents.mjs";
import { block, fieldTable, nameOf, notesOf, table, typeOf } from "./schema.mjs";

/** The anchor of an operation on its page. */
export const anchorOf = ({ operationId }: Operation): string =>
  operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const linkTo = (name: string): string => `[${name}](/reference/http#${name.toLowerCase()})`;

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
    ...answers.filter(({ answer }) => !isProblem(answer)).flatMap(success),
    "**Problems**",
    table(["status", "code"], answers.filter(({ answer }) => isProblem(answer)).map(problem)),
  ].join("\n\n"); // prettier-ignore
}

function resolve(answer: Operation["responses"][string], { components }: OpenApi): Response {
  const found = "$ref" in answer ? components.responses[nameOf(answer.$ref)] : answer;
  if (found === undefined) throw new Error("an answer is not in the document");
  return found;
}

function parameters({ parameters: all = [] }: Operation): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, in: place, required, description, schema }) => [
    `\`${name}\`${required ? "" : " (optional)"}`,
    place,
    typeOf(schema, linkTo),
    [description, notesOf({ ...schema, description: undefined })].filter(Boolean).join(" "),
  ]);
  return ["**Parameters**", table(["name", "in", "type", "notes"], rows)];
}

function body({ requestBody }: Operation): string[] {
  const [entry] = Object.entries(requestBody?.content ?? {});
  if (entry === undefined) return [];
  const [type, { schema, example }] = entry;
  return [
    `**Body**, \`${type}\``,
    fieldTable(schema, linkTo),
    ...(example === undefined ? [] : [block("json", JSON.stringify(example, null, 2))]),
  ];
}

function success({ status, answer }: { status: string; answer: Response }): string[] {
  const headers = Object.keys(answer.headers ?? {}).map((name) => `\`${name}\``);
  const [entry] = Object.entries(answer.content ?? {});
  const intro = `**${status}** ${answer.description}${entry ? ` \`${entry[0]}\`` : ""}`;
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

function problem({ status, answer }: { status: string; answer: Response }): string[] {
  return [status, answer.description];
}

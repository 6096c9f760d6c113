import { type Html, html } from "../../../../shared/html";
import type {
  JsonSchema,
  OpenApiDocument,
  OperationObject,
  ResponseObject,
} from "../../openapi/types";

interface Field {
  name: string;
  required: boolean;
  schema: JsonSchema;
}

/** The parameters of an operation as fields. */
export function parametersOf(parameters: NonNullable<OperationObject["parameters"]>): Field[] {
  return parameters.map(({ name, required, schema, description }) => ({
    name,
    required,
    schema: { ...schema, ...(description === undefined ? {} : { description }) },
  }));
}

/** The properties of an object's schema as fields. */
export function propertiesOf({ properties = {}, required = [] }: JsonSchema): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    schema,
  }));
}

/** Fields with what they may hold. */
export function fieldsTable(fields: readonly Field[]): Html {
  return rowsTable(
    fields.map(({ name, required, schema }) => [
      html`<code>${name}</code>`,
      html`${typeOf(schema)}${!required && html` <span class="text-soft">optional</span>`}`,
      html`<span class="text-soft"
        >${[...limitsOf(schema), schema.description ?? ""].filter(Boolean).join(" · ")}</span
      >`,
    ]),
  );
}

/** Statuses with what they mean and carry. */
export function responsesTable(
  responses: OperationObject["responses"],
  components: OpenApiDocument["components"],
  prose: (text: string) => Html[],
): Html {
  return rowsTable(
    Object.entries(responses).map(([status, response]) => {
      const { description, content } = resolve(response, components);
      const schema = content?.["application/json"]?.schema;
      const carried = schema && html`<code class="text-soft">${typeOf(schema)}</code>`;
      return [status, html`${prose(description)} ${carried}`];
    }),
  );
}

function resolve(
  response: OperationObject["responses"][string],
  { responses }: OpenApiDocument["components"],
): ResponseObject {
  if (!("$ref" in response)) return response;
  return responses[response.$ref.slice(response.$ref.lastIndexOf("/") + 1)] ?? { description: "" };
}

/** Rows of cells, of which the first names the row. */
export function rowsTable(rows: readonly (readonly [string | Html, ...(string | Html)[]])[]): Html {
  return html`<div class="overflow-x-auto" role="group" tabindex="0">
    <table class="w-full text-left text-sm">
      ${rows.map(
        ([name, ...cells]) =>
          html`<tr class="border-t border-line align-top">
            <th class="w-px py-1.5 pr-4 font-semibold whitespace-nowrap" scope="row">${name}</th>
            ${cells.map((cell) => html`<td class="py-1.5 pr-4">${cell}</td>`)}
          </tr>`,
      )}
    </table>
  </div>`;
}

/** A schema in one line, e.g. `{data: [User], next_cursor: string or null}`. */
function typeOf(schema: JsonSchema): string {
  const { $ref, anyOf, items, properties } = schema;
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf("/") + 1);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  if (anyOf) return anyOf.map((one) => typeOf(one)).join(" or ");
  if (items) return `[${typeOf(items)}]`;
  if (properties) {
    const fields = Object.entries(properties).map(([name, one]) => `${name}: ${typeOf(one)}`);
    return `{${fields.join(", ")}}`;
  }
  if (typeof schema.format === "string") return schema.format;
  return [schema.type ?? "anything"].flat().join(" or ");
}

function limitsOf(schema: JsonSchema): string[] {
  const words: [string, string][] = [
    ["minLength", "at least"],
    ["maxLength", "at most"],
    ["minimum", "from"],
    ["maximum", "to"],
    ["default", "default"],
  ];
  return words.flatMap(([keyword, word]) => {
    const value = schema[keyword];
    if (value === undefined || value === 0) return [];
    const unit = keyword.endsWith("Length") ? " characters" : "";
    return [`${word} ${typeof value === "string" ? value : JSON.stringify(value)}${unit}`];
  });
}

import type {
  JsonSchema,
  OpenApiDocument,
  OperationObject,
  ResponseObject,
} from "../openapi/types";
import { html, type Html } from "./html";

interface Field {
  name: string;
  required: boolean;
  schema: JsonSchema;
}

/** Fields with what they may hold. */
export function fieldsTable(fields: readonly Field[]): Html {
  return html`<div class="scroll">
    <table>
      ${fields.map(
        ({ name, required, schema }) =>
          html`<tr>
            <th scope="row"><code>${name}</code></th>
            <td>${typeOf(schema)}${!required && html` <span class="soft">optional</span>`}</td>
            <td class="soft">
              ${[...limitsOf(schema), schema.description ?? ""].filter(Boolean).join(" · ")}
            </td>
          </tr>`,
      )}
    </table>
  </div>`;
}

/** Statuses with what they mean and carry. */
export function responsesTable(
  responses: OperationObject["responses"],
  components: OpenApiDocument["components"],
  prose: (text: string) => Html[],
): Html {
  return html`<div class="scroll">
    <table>
      ${Object.entries(responses).map(([status, response]) => {
        const { description, content } = resolve(response, components);
        const schema = content?.["application/json"]?.schema;
        return html`<tr>
          <th scope="row">${status}</th>
          <td colspan="2">
            ${prose(description)} ${schema && html`<code>${typeOf(schema)}</code>`}
          </td>
        </tr>`;
      })}
    </table>
  </div>`;
}

function resolve(
  response: OperationObject["responses"][string],
  { responses }: OpenApiDocument["components"],
): ResponseObject {
  if (!("$ref" in response)) return response;
  return responses[response.$ref.slice(response.$ref.lastIndexOf("/") + 1)] ?? { description: "" };
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

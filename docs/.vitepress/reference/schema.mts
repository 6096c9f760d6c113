/** What is used of JSON Schema by the documents of the HTTP API and the events. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  const?: unknown;
  default?: unknown;
  enum?: unknown[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  examples?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  contentSchema?: Schema;
}

/** A table of the fields of an object, those of objects inside it by their paths. */
export function fieldTable(schema: Schema, refer: (name: string) => string): string {
  const rows = fieldsOf(schema).map(({ path, field, required }) => [
    `\`${path}\`${required ? "" : " (optional)"}`,
    typeOf(field, refer),
    notesOf(field),
  ]);
  if (rows.length === 0) return "";
  const columns = rows.some(([, , notes]) => notes !== "") ? 3 : 2;
  return table(
    ["field", "type", "notes"].slice(0, columns),
    rows.map((row) => row.slice(0, columns)),
  );
}

interface Field {
  path: string;
  field: Schema;
  required: boolean;
}

function fieldsOf(schema: Schema, prefix = ""): Field[] {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const own = { path, field, required: required.includes(name) };
    const inner = field.items?.properties ? `${path}[].` : `${path}.`;
    return [own, ...fieldsOf(field.items ?? field, inner)];
  });
}

/** What values there may be, in words; a named schema by a link. */
export function typeOf(schema: Schema, refer: (name: string) => string): string {
  if (schema.$ref) return refer(nameOf(schema.$ref));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((one) => typeOf(one, refer)))].join(" or ");
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(", ");
  if (schema.items) return `list of ${typeOf(schema.items, refer)}`;
  const types = [schema.type ?? "anything"].flat();
  return types.map((type) => (schema.format ? `${type} (${schema.format})` : type)).join(" or ");
}

/** The last word of a reference. */
export const nameOf = (ref: string): string => ref.split("/").at(-1) ?? ref;

/** What is to be known of a value besides its type. */
export function notesOf(schema: Schema): string {
  const { minLength, maxLength, minimum, maximum } = schema;
  // Limits that only say what fits into a number of JavaScript are none.
  const bound = (value?: number) => (Math.abs(value ?? Infinity) < 2 ** 53 - 1 ? value : undefined);
  const notes = [
    schema.description,
    minLength === 1 && maxLength === undefined
      ? "Not empty."
      : between(minLength, maxLength, "characters"),
    between(bound(minimum), bound(maximum), ""),
    schema.default === undefined ? undefined : `Default \`${JSON.stringify(schema.default)}\`.`,
  ];
  return notes.filter(Boolean).join(" ");
}

function between(least: number | undefined, most: number | undefined, unit: string): string {
  const words = [
    least === undefined ? "" : most === undefined ? `At least ${least}` : `${least} to ${most}`,
    least === undefined && most !== undefined ? `At most ${most}` : "",
    unit,
  ].filter(Boolean);
  return words.length > (unit === "" ? 0 : 1) ? `${words.join(" ")}.` : "";
}

/** A table of Markdown. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** In one line, and with nothing that would end the cell. */
const cell = (text: string): string => text.replaceAll("\n", " ").replaceAll("|", "\\|");

/** A block of code. */
export const block = (language: string, code: string): string =>
  `\`\`\`${language}\n${code.trimEnd()}\n\`\`\``;

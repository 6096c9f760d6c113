import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import type { JsonSchema } from "../../services/web-gateway/openapi/types";
import { type Described, document } from "../support/api/described";
import type { Answered } from "../support/api/send";

// Formats are checked, and every keyword has to be known.
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats(ajv);
for (const [name, schema] of Object.entries(document.components.schemas)) {
  ajv.addSchema(strict(schema) as object, name);
}

const validators = new WeakMap<JsonSchema, ValidateFunction>();

/** Headers that say something about one answer; each has to be in the document. */
const TELLING = [
  ...["location", "set-cookie", "retry-after", "www-authenticate", "link", "etag", "allow"],
  ...["ratelimit", "ratelimit-policy"],
];

/** Where an answer is not what the document says of it; empty when it is. */
export function faultsOf(operation: Described, answer: Answered): string[] {
  const said = operation.answers.get(answer.status);
  if (!said) return [`the status ${answer.status} is not in the document`];
  const faults: string[] = [];

  for (const [name, { required, schema }] of Object.entries(said.headers)) {
    const value = answer.headers[name];
    if (value === undefined) {
      if (required) faults.push(`the header ${name} is missing`);
    } else if (schema.type === "integer" ? !/^\d+$/.test(String(value)) : false) {
      faults.push(`the header ${name} is no number: ${String(value)}`);
    } else if (schema.const !== undefined && schema.const !== value) {
      faults.push(`the header ${name} is ${String(value)}`);
    }
  }
  for (const name of TELLING) {
    if (answer.headers[name] !== undefined && !(name in said.headers)) {
      faults.push(`the header ${name} is not in the document`);
    }
  }

  const type = answer.headers["content-type"]?.replace(/;.*/, "");
  const types = Object.keys(said.content);
  if (type === undefined ? types.length > 0 : !types.includes(type)) {
    return [...faults, `the content type ${type} is not in the document`];
  }
  if (type === undefined) {
    if (answer.text !== "") faults.push("there is a body");
    return faults;
  }
  const { schema } = said.content[type]!;
  return [...faults, ...misfits(schema, type.endsWith("json") ? answer.json : answer.text)];
}

/** Where a value is not what a schema of the document says. */
export function misfits(schema: JsonSchema, value: unknown): string[] {
  const validate = validators.get(schema) ?? ajv.compile(strict(schema) as object);
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/**
 * Clients have to bear fields they do not know; here one that is not in the document is a fault.
 * References are to the names of components.
 */
function strict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strict);
  if (typeof value !== "object" || value === null) return value;
  const schema = value as JsonSchema;
  const parts = Object.entries(schema).map(([key, part]) => {
    if (key === "$ref") return [key, String(part).split("/").at(-1)];
    // The parts of an allOf each know some of the fields only.
    if (key === "allOf") return [key, part instanceof Array ? part.map(onlyReferences) : part];
    return [key, strict(part)];
  });
  const closed = schema.properties && schema.additionalProperties === undefined;
  return {
    ...(Object.fromEntries(parts) as object),
    ...(closed ? { additionalProperties: false } : {}),
  };
}

function onlyReferences(part: JsonSchema): unknown {
  return part.$ref === undefined ? part : strict(part);
}

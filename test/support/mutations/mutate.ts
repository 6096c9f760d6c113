import type { Described } from "../api/described";
import type { Asked } from "../api/send";
import type { Chance } from "../faults/random";
import {
  ODD_BODIES,
  ODD_HEADERS,
  ODD_NAMES,
  ODD_QUERIES,
  ODD_TEXTS,
  ODD_VALUES,
} from "./odd-values";

type Mutation = (asked: Asked, chance: Chance, operation: Described) => Asked;

/** What is done to a request, with how often it is. */
const mutations: readonly (readonly [number, Mutation])[] = [
  [8, changeField],
  [3, addField],
  [2, dropField],
  [2, doubleField],
  [2, replaceBody],
  [3, spoilText],
  [3, addHeaders],
  [5, changeQuery],
  [2, replaceQuery],
  [4, tamperCursor],
  [3, changePath],
];

/** A request that is like a valid one but for one or two things. */
export function mutate(valid: Asked, chance: Chance, operation: Described): Asked {
  const all = mutations.flatMap(([weight, mutation]) => Array<Mutation>(weight).fill(mutation));
  let mutant = valid;
  for (let count = chance.pick([1, 1, 2]); count > 0; count -= 1) {
    mutant = chance.pick(all)(mutant, chance, operation);
  }
  return mutant;
}

/** Every odd text in every parameter, and every odd value in every field, one at a time. */
export function sweepOf(operation: Described): ((valid: Asked) => Asked)[] {
  const { parameters = [] } = operation.operation;
  const named = (where: string) => parameters.filter((one) => one.in === where);
  return [
    ...named("query").flatMap(({ name }) =>
      ODD_TEXTS.map((text) => (valid: Asked) => withQuery(valid, name, text)),
    ),
    ...named("path").flatMap(({ name }) =>
      ODD_TEXTS.map((text) => (valid: Asked) => withPath(valid, name, text)),
    ),
    ...bodyNames(operation).flatMap((name) =>
      [...ODD_TEXTS, ...ODD_VALUES].map((value) => (valid: Asked) => ({
        ...valid,
        body: { ...fieldsOf(valid), [name]: value },
      })),
    ),
  ];
}

/** Any value at all, most often a text. */
function oddValue(chance: Chance): unknown {
  return chance.next() < 0.6 ? chance.pick(ODD_TEXTS) : chance.pick(ODD_VALUES);
}

function fieldsOf({ body }: Asked): Record<string, unknown> {
  const isObject = typeof body === "object" && body !== null && !Buffer.isBuffer(body);
  return isObject && !Array.isArray(body) ? { ...(body as object) } : {};
}

/** The fields that the document knows, and those that are there. */
function namesFor(asked: Asked, operation: Described): string[] {
  return [...new Set([...bodyNames(operation), ...Object.keys(fieldsOf(asked))])];
}

function bodyNames({ operation }: Described): string[] {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  return Object.keys(schema?.properties ?? {});
}

function withQuery(asked: Asked, name: string, text: string): Asked {
  return { ...asked, query: { ...queryOf(asked), [name]: text.slice(0, 6_000) } };
}

function withPath(asked: Asked, name: string, text: string): Asked {
  return { ...asked, path: { ...asked.path, [name]: wellFormed(text).slice(0, 4_000) } };
}

function changeField(asked: Asked, chance: Chance, operation: Described): Asked {
  const names = namesFor(asked, operation);
  if (names.length === 0) return addField(asked, chance);
  const body = fieldsOf(asked);
  const name = chance.pick(names);
  const value = body[name];
  const bent = typeof value === "string" && chance.next() < 0.4 ? bend(value, chance) : undefined;
  return { ...asked, body: { ...body, [name]: bent ?? oddValue(chance) } };
}

/** A text that is nearly the same. */
function bend(text: string, chance: Chance): string {
  const at = chance.between(0, text.length);
  const inserted = chance.pick(["\0", "%", "'", "\u200d", "ﬁ", "\ud83d", "A", "\n", " ", "."]);
  return chance.pick([
    text.slice(0, at) + inserted + text.slice(at),
    text.slice(0, at) + text.slice(at + 1),
    text.toUpperCase(),
    text.repeat(chance.between(2, 200)),
    ` ${text} `,
    Array.from(text).reverse().join(""),
  ]);
}

function addField(asked: Asked, chance: Chance): Asked {
  const name = chance.pick(ODD_NAMES);
  // An own property, which `{ __proto__: … }` would not be.
  const body: unknown = Object.fromEntries([
    ...Object.entries(fieldsOf(asked)),
    [name, oddValue(chance)],
  ]);
  return { ...asked, body };
}

function dropField(asked: Asked, chance: Chance): Asked {
  const entries = Object.entries(fieldsOf(asked));
  entries.splice(chance.between(0, Math.max(0, entries.length - 1)), 1);
  return { ...asked, body: Object.fromEntries(entries) };
}

function doubleField(asked: Asked, chance: Chance): Asked {
  const entries = Object.entries(fieldsOf(asked));
  if (entries.length === 0) return asked;
  const [name, value] = chance.pick(entries);
  const members = [...entries, [name, chance.next() < 0.5 ? value : oddValue(chance)] as const];
  const text = members.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`);
  return asJson(asked, `{${text.join(",")}}`);
}

function replaceBody(asked: Asked, chance: Chance): Asked {
  return asJson(asked, chance.pick(ODD_BODIES));
}

/** One character of the JSON is another, or it is cut. */
function spoilText(asked: Asked, chance: Chance): Asked {
  const text = JSON.stringify(asked.body ?? {}) ?? "";
  const at = chance.between(0, text.length);
  const other = chance.pick(['"', "{", "}", "[", "]", ":", ",", "\\", "\0", "0", "\u2028", "é"]);
  return asJson(
    asked,
    chance.next() < 0.3 ? text.slice(0, at) : text.slice(0, at) + other + text.slice(at + 1),
  );
}

function asJson(asked: Asked, body: string | Buffer): Asked {
  return { ...asked, body, headers: { "content-type": "application/json", ...asked.headers } };
}

function addHeaders(asked: Asked, chance: Chance): Asked {
  return { ...asked, headers: { ...asked.headers, ...chance.pick(ODD_HEADERS) } };
}

function queryOf({ query }: Asked): Record<string, string> {
  return typeof query === "object" ? query : {};
}

function changeQuery(asked: Asked, chance: Chance, described: Described): Asked {
  const known = (described.operation.parameters ?? []).filter((one) => one.in === "query");
  if (known.length === 0) return changeField(asked, chance, described);
  const names = known.map(({ name }) => name);
  const name = chance.next() < 0.9 ? chance.pick(names) : chance.pick(ODD_NAMES);
  return withQuery(asked, name, chance.pick(ODD_TEXTS));
}

function replaceQuery(asked: Asked, chance: Chance): Asked {
  return { ...asked, query: chance.pick(ODD_QUERIES) };
}

/** The cursor of a valid request if it has one, as somebody would change it who wants other rows. */
function tamperCursor(asked: Asked, chance: Chance, described: Described): Asked {
  const takes = described.operation.parameters?.some(({ name }) => name === "cursor");
  const { cursor } = queryOf(asked);
  if (!takes || cursor === undefined) return changeQuery(asked, chance, described);
  const [data = "", signature = ""] = cursor.split(".");
  const decoded = Buffer.from(data, "base64url").toString();
  const tampered = chance.pick([
    bend(cursor, chance),
    `${data}.`,
    `.${signature}`,
    `${Buffer.from(bend(decoded, chance)).toString("base64url")}.${signature}`,
    Buffer.from(decoded.replaceAll(/\d/g, "9")).toString("base64url"),
    Buffer.from('["2020-01-01", "\'; drop table x"]').toString("base64url") + `.${signature}`,
    cursor + cursor,
  ]);
  return { ...asked, query: { ...queryOf(asked), cursor: tampered.slice(0, 4_000) } };
}

function changePath(asked: Asked, chance: Chance, { pathParams }: Described): Asked {
  if (pathParams.length === 0) return asked;
  const name = chance.pick(pathParams);
  const value =
    chance.next() < 0.5 ? bend(asked.path?.[name] ?? "", chance) : chance.pick(ODD_TEXTS);
  return withPath(asked, name, value);
}

/** Half a surrogate pair cannot be written in an address. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, "\ufffd");
}

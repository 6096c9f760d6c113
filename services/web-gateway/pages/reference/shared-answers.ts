import type { OpenApiDocument, OperationObject } from "../../openapi/types";

/** An operation, and how it is reached. */
export interface Entry {
  method: string;
  path: string;
  operation: OperationObject;
}

/** Operations of a kind, and the answers that all of them have. */
export interface SharedAnswers {
  title: string;
  has(entry: Entry): boolean;
  answers: OperationObject["responses"];
}

const KINDS: readonly Omit<SharedAnswers, "answers">[] = [
  { title: "Every operation", has: () => true },
  { title: "What needs a session", has: ({ operation }) => operation.security.length > 0 },
  { title: "What is no GET", has: ({ method }) => method !== "get" },
  { title: "Every POST", has: ({ method }) => method === "post" },
];

/** The operations of a document. */
export function entriesOf({ paths }: OpenApiDocument): Entry[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
  );
}

/** The answers that operations have for being of a kind, to be told once. */
export function sharedAnswers(document: OpenApiDocument): SharedAnswers[] {
  const entries = entriesOf(document);
  const told = new Set<string>();
  return KINDS.map((kind) => {
    const [first, ...others] = entries.filter(kind.has).map(({ operation }) => operation.responses);
    const answers = Object.entries(first ?? {}).filter(([status, answer]) => {
      const said = `${status} ${meaningOf(answer)}`;
      const isShared = others.every((other) => meaningOf(other[status]) === meaningOf(answer));
      if (!isShared || told.has(said)) return false;
      told.add(said);
      return true;
    });
    return { ...kind, answers: Object.fromEntries(answers) };
  }).filter(({ answers }) => Object.keys(answers).length > 0);
}

/** The answers of an operation that are not told of its kinds. */
export function ownAnswers(
  entry: Entry,
  shared: readonly SharedAnswers[],
): OperationObject["responses"] {
  const told = shared.filter(({ has }) => has(entry));
  const own = Object.entries(entry.operation.responses).filter(
    ([status, answer]) =>
      !told.some(({ answers }) => meaningOf(answers[status]) === meaningOf(answer)),
  );
  return Object.fromEntries(own);
}

/** What tells answers apart: not that they say how often one may ask. */
function meaningOf(answer: OperationObject["responses"][string] | undefined): string | undefined {
  if (answer === undefined) return undefined;
  return "$ref" in answer ? answer.$ref.replace(/Counted$/, "") : answer.description;
}

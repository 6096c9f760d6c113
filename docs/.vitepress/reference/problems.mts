import { type OpenApi, type Operation, resolve } from "./documents.mjs";

/** A status with one of its codes, as an operation can fail. */
export interface Problem {
  status: string;
  code: string;
  title: string;
}

interface Called {
  method: string;
  operation: Operation;
}

/** Operations that are alike, so that what each of them can fail with is told once. */
const GROUPS: readonly { text: string; anchor: string; has(called: Called): boolean }[] = [
  { text: "Every operation", anchor: "every-operation", has: () => true },
  {
    text: "Every operation that needs a session",
    anchor: "needs-a-session",
    has: ({ operation }) => operation.security.length > 0,
  },
  {
    text: "Every operation that is no GET",
    anchor: "no-get",
    has: ({ method }) => method !== "get",
  },
  { text: "Every POST", anchor: "every-post", has: ({ method }) => method === "post" },
];

export interface CommonProblems {
  text: string;
  anchor: string;
  problems: Problem[];
}

/** What operations can fail with for being of a kind: what all of that kind have in common. */
export function commonProblems(document: OpenApi): CommonProblems[] {
  const told = new Set<string>();
  return GROUPS.map(({ text, anchor, has }) => {
    const all = calledOf(document)
      .filter(has)
      .map(({ operation }) => problemsOf(operation, document));
    const [first = [], ...others] = all;
    const problems = first.filter(
      (one) => !told.has(keyOf(one)) && others.every((other) => includes(other, one)),
    );
    for (const one of problems) told.add(keyOf(one));
    return { text, anchor, problems };
  });
}

/** What an operation can fail with beyond what its kinds can. */
export function ownProblems(called: Called, document: OpenApi): Problem[] {
  const common = commonProblems(document).flatMap(({ problems }, at) =>
    GROUPS[at]?.has(called) ? problems : [],
  );
  return problemsOf(called.operation, document).filter((one) => !includes(common, one));
}

/** The kinds that an operation is of. */
export function kindsOf(called: Called): { text: string; anchor: string }[] {
  return GROUPS.filter(({ has }) => has(called));
}

function calledOf({ paths }: OpenApi): Called[] {
  return Object.values(paths).flatMap((methods) =>
    Object.entries(methods).map(([method, operation]) => ({ method, operation })),
  );
}

function problemsOf(operation: Operation, document: OpenApi): Problem[] {
  return Object.entries(operation.responses).flatMap(([status, answer]) => {
    const { content } = resolve(answer, document);
    const examples = content?.["application/problem+json"]?.examples ?? {};
    return Object.values(examples).map(({ value: { code, title } }) => ({ status, code, title }));
  });
}

const keyOf = ({ status, code }: Problem): string => `${status} ${code}`;
const includes = (all: Problem[], one: Problem): boolean =>
  all.some((other) => keyOf(other) === keyOf(one));

import { createDocument } from "../../../services/web-gateway/openapi/document";
import type {
  Content,
  Header,
  OperationObject,
  Reference,
  ResponseObject,
} from "../../../services/web-gateway/openapi/types";

/** The OpenAPI document, as the platform serves it but for its addresses. */
export const document = createDocument({
  publicUrl: "http://localhost:4000",
  cookieName: "jumar_session",
});

/** An operation of the document, its references resolved. */
export interface Described {
  id: string;
  method: string;
  path: string;
  /** The names in the braces of its path. */
  pathParams: string[];
  access: "anyone" | "session" | "admin";
  operation: OperationObject;
  answers: ReadonlyMap<number, DescribedAnswer>;
}

export interface DescribedAnswer {
  headers: Record<string, Header>;
  content: Content;
  /** The codes of its problems; none for a success. */
  codes: readonly string[];
}

/** Every operation of the document. */
export const described: readonly Described[] = Object.entries(document.paths).flatMap(
  ([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const answers = new Map(
        Object.entries(operation.responses).map(([status, response]) => [
          Number(status),
          toAnswer(response),
        ]),
      );
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        pathParams: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
        access: accessOf(operation, answers),
        operation,
        answers,
      };
    }),
);

/** What an operation can answer with, as words: `201`, `422 validation_failed`. */
export function outcomesOf({ answers }: Described): string[] {
  return [...answers].flatMap(([status, { codes }]) =>
    codes.length === 0 ? [String(status)] : codes.map((code) => `${status} ${code}`),
  );
}

function accessOf(
  { security }: OperationObject,
  answers: ReadonlyMap<number, DescribedAnswer>,
): Described["access"] {
  if (security.length === 0) return "anyone";
  return answers.get(403)?.codes.includes("forbidden") ? "admin" : "session";
}

function toAnswer(response: ResponseObject | Reference): DescribedAnswer {
  const { headers = {}, content = {} } = resolve(response, document.components.responses);
  const problem = content["application/problem+json"]?.schema.allOf?.[1];
  return {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, header]) => [
        name.toLowerCase(),
        resolve(header, document.components.headers),
      ]),
    ),
    content,
    codes: (problem?.properties?.code?.enum ?? []) as string[],
  };
}

function resolve<T extends object>(value: T | Reference, components: Record<string, T>): T {
  if (!("$ref" in value)) return value;
  const found = components[value.$ref.slice(value.$ref.lastIndexOf("/") + 1)];
  if (!found) throw new Error(`${value.$ref} leads nowhere`);
  return found;
}

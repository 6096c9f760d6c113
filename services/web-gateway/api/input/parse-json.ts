import secureJson from "secure-json-parse";
import { AppError } from "../../../../shared/errors";
import { type JsonFault, scanJson } from "./scan-json";

const LIMITS = { depth: 32, keys: 1_000 };

const DETAILS: Record<JsonFault, string> = {
  invalid: "the body is not valid JSON",
  too_deep: `the body is nested deeper than ${LIMITS.depth} levels`,
  too_many_keys: `the body has more than ${LIMITS.keys} keys`,
  duplicate_key: "an object in the body has the same key twice",
};

/**
 * Parses the text of a body, or throws `malformed_request`: invalid, too deep, too many keys, a key
 * twice in one object, or keys that would reach a prototype.
 */
export function parseJson(text: string): unknown {
  const fault = scanJson(text, LIMITS);
  if (fault) throw new AppError("malformed_request", { detail: DETAILS[fault] });
  try {
    return secureJson.parse(text, { protoAction: "error", constructorAction: "error" });
  } catch {
    throw new AppError("malformed_request", { detail: "the body has a key that is not allowed" });
  }
}

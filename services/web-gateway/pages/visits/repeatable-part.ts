import canonicalize from "canonicalize";
import type { Repeatable } from "../../../../shared/contracts";
import type { Visit } from "./visit";

/**
 * What tells an action of a form that is being submitted from all others: whichever gateway goes on with
 * the form, the action has its one effect. Undefined where no form is.
 */
export function repeatablePart(
  { deps: { signer }, press }: Visit,
  operation: string,
  params: unknown,
): Repeatable | undefined {
  if (!press) return undefined;
  const derive = (purpose: string, from: string): string =>
    signer.derive(purpose, canonicalize([from, operation, params]) ?? "").toString("base64url");
  return { id: derive("part-of-form", press.id), key: derive("answer-to-part", press.key) };
}

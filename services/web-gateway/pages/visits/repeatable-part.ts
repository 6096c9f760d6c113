import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import type { Repeatable } from "../../../../shared/contracts";
import type { Visit } from "./visit";

/**
 * What tells an action of a form that is being submitted from all others: whichever gateway goes on with
 * the form, the action has its one effect. It follows from the form's own key alone, because gateways
 * may sign with different secrets while one is replaced. Undefined where no form is.
 */
export function repeatablePart(
  { press }: Pick<Visit, "press">,
  operation: string,
  params: unknown,
): Repeatable | undefined {
  if (!press) return undefined;
  const derive = (purpose: string): string =>
    createHmac("sha256", Buffer.from(press.key, "base64url"))
      .update(canonicalize([purpose, operation, params]) ?? "")
      .digest("base64url");
  return { id: derive("part-of-form"), key: derive("answer-to-part") };
}

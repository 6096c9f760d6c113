import { mailKindNames } from "../../shared/contracts";
import { UsageError } from "../usage-error";

/** The kind that was named, if one was, to be spread into params. Throws a UsageError that lists them when there is none of that name. */
export function ofKind(kind: string | undefined): { kind?: string } {
  if (kind === undefined) return {};
  if (mailKindNames.some((name) => name === kind)) return { kind };
  throw new UsageError(`there is no kind of mail ${kind}; there are ${mailKindNames.join(", ")}`);
}

import { serviceNames } from "../../services/load";
import { UsageError } from "../usage-error";

/** The names as given, each once; throws a UsageError that lists the services when one is not there. */
export function checkServiceNames(names: string[]): string[] {
  const unknown = names.find((name) => !serviceNames.includes(name));
  if (unknown === undefined) return [...new Set(names)];
  throw new UsageError(`there is no service ${unknown}; there are ${serviceNames.join(", ")}`);
}

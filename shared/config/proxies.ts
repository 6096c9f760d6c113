import type { ConfigProblem } from "./config-error";
import type { Variables } from "./variables";

/** A header that would be believed from nobody was meant to be believed from somebody. */
export function proxyProblems(vars: Variables): ConfigProblem[] {
  if (vars.CLIENT_ADDRESS_HEADER === undefined || vars.TRUSTED_PROXIES.length > 0) return [];
  const problem = "has no effect without TRUSTED_PROXIES, the only ones it is believed from";
  return [{ variable: "CLIENT_ADDRESS_HEADER", problem }];
}

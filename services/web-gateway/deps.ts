import type { Deps } from "../../shared/service";
import { type ApiDeps, apiDeps } from "./api/deps";
import { httpDeps } from "./http/deps";

/** What the gateway works with; its pages add what only they need. */
export type GatewayDeps = ApiDeps;

/** What follows from the configuration alone, once for all requests. */
export function gatewayDeps(deps: Deps): GatewayDeps {
  return apiDeps(deps, httpDeps(deps));
}

import type { Caller, Contracts, ParamsOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { Deps } from "../../../shared/service";
import { pageOfEntries } from "./page-of-entries";

type Params = ParamsOf<Contracts["audit"]["actions"]["activity"]>;

/** What happened to the caller's own account, the newest first. */
export async function activity(
  deps: Pick<Deps, "db" | "signer">,
  params: Params,
  { scope }: Caller,
) {
  if (scope?.kind !== "user") throw new AppError("unauthenticated");
  return await pageOfEntries(deps, "audit.activity", { subject: scope.user_id }, params);
}

import type { Caller, Contracts, ParamsOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userOf } from "../../../shared/principal";
import type { Deps } from "../../../shared/service";
import { pageOfEntries } from "./page-of-entries";

type Params = ParamsOf<Contracts["audit"]["actions"]["activity"]>;

/** What happened to the caller's own account, the newest first. */
export async function activity(
  deps: Pick<Deps, "db" | "signer" | "log">,
  params: Params,
  { principal }: Caller,
) {
  const user = userOf(principal);
  if (!user) throw new AppError("unauthenticated");
  return await pageOfEntries(deps, "audit.activity", { subject: user.id }, params);
}

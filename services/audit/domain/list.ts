import type { Contracts, ParamsOf } from "../../../shared/contracts";
import type { Deps } from "../../../shared/service";
import { pageOfEntries } from "./page-of-entries";

type Params = ParamsOf<Contracts["audit"]["actions"]["list"]>;

/** The audit trail, the newest first; `since` counts in, `until` does not. */
export async function list(deps: Pick<Deps, "db" | "signer">, params: Params) {
  const { since, until, limit, cursor, ...equal } = params;
  return await pageOfEntries(
    deps,
    "audit.list",
    { ...equal, since: timeOf(since), until: timeOf(until) },
    { limit, cursor },
  );
}

function timeOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

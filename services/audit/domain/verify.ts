import { encodeTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { verifyChains } from "./verify-chain";

/** Whether the audit trail is whole: how many entries follow each other, and where that breaks. */
export async function verify({ db }: Pick<Deps, "db">) {
  const { entries, problems } = await verifyChains(db);
  return {
    entries,
    problems: problems.map(({ id, ...problem }) => ({
      ...problem,
      ...(id === undefined ? {} : { id: encodeTypeId("audit", id) }),
    })),
  };
}

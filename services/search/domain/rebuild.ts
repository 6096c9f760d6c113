import type { Contracts, ParamsOf } from "../../../shared/contracts";
import type { Envelope } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { findDocuments } from "../store/documents";
import { applyEvents } from "./index-users";
import { mergeDocuments } from "./merge-documents";
import { correctDocuments } from "./save-documents";
import { readUsers, type Batch } from "./read-users";
import { userEventTypes } from "./user-event-types";

type Params = ParamsOf<Contracts["search"]["actions"]["rebuild"]>;
type RebuildDeps = Pick<Deps, "db" | "call" | "transaction" | "signer">;

/**
 * Puts the next batch of documents right, each in place: who searches meanwhile finds the old or the
 * new one, never none, and a rebuild that is ended early, or runs twice at once, has done no harm.
 * What is read is older than the events that arrive meanwhile, so the highest version wins.
 */
export async function rebuild(deps: RebuildDeps, { from, ...page }: Params) {
  const batch = from === "users" ? await readUsers(deps, page) : await readEvents(deps, page);
  const changed = await deps.transaction(async (trx) => {
    const known = await findDocuments(trx, [...batch.documents.keys()]);
    const merged = [...batch.documents.values()].map((rebuilt) => {
      const current = known.get(rebuilt.id);
      return current ? mergeDocuments(rebuilt, current) : rebuilt;
    });
    return await correctDocuments(trx, merged, known);
  });
  return { read: batch.read, changed, next_cursor: batch.next_cursor };
}

/** How much there is to read, for showing progress. */
export async function countForRebuild(
  { call }: Pick<Deps, "call">,
  { from }: Pick<Params, "from">,
) {
  if (from === "users") return await call.accounts.countUsers({});
  const { count } = await call.accounts.countEvents(
    { type: userEventTypes.join(",") },
    { scope: { kind: "operator" } },
  );
  return { count };
}

async function readEvents({ call }: RebuildDeps, page: Omit<Params, "from">): Promise<Batch> {
  const { data, next_cursor } = await call.accounts.listEventsByUser({
    types: [...userEventTypes],
    ...page,
  });
  return { read: data.length, documents: applyEvents(data as Envelope[]), next_cursor };
}

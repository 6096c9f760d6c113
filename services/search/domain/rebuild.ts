import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { mayRepeat, type Transaction, transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { applyEvents } from "./index-users";
import { mergeDocuments } from "./merge-documents";
import { type Batch, readUsers } from "./read-users";
import { correctionsOf, saveDocuments } from "./save-documents";
import { userEventTypes } from "./user-event-types";

type Params = ParamsOf<Contracts["search"]["actions"]["rebuild"]>;
type RebuildDeps = Pick<Deps, "db" | "call" | "signer">;

/**
 * Corrects the next batch of documents, each in place. A search meanwhile finds the old or the new
 * document, never none; a rebuild that is stopped early or runs twice at once does no harm. Events that
 * arrive meanwhile are newer than what was read, so the highest version wins.
 */
export async function rebuild(deps: RebuildDeps, { from, ...page }: Params) {
  const batch = from === "users" ? await readUsers(deps, page) : await readEvents(deps, page);
  const changed = await transaction(deps.db, (trx) => correct(trx, batch.documents), {
    isolationLevel: "read committed",
  });
  return { read: batch.read, changed, next_cursor: batch.next_cursor };
}

/** Corrects the documents of some users, locked as the consumer locks them; answers how many were wrong. */
async function correct(trx: Transaction, documents: Batch["documents"]): Promise<number> {
  mayRepeat(trx);
  const saved = await saveDocuments(trx, [...documents.keys()], (ids, known) => {
    const merged = ids.flatMap((id) => {
      const [rebuilt, current] = [documents.get(id), known.get(id)];
      if (!rebuilt) return [];
      return [current ? mergeDocuments(rebuilt, current) : rebuilt];
    });
    return correctionsOf(trx, merged, known);
  });
  return saved.filter(({ isWrong, needsTerms }) => isWrong || needsTerms).length;
}

/** How many users or events a rebuild reads, to show its progress. */
export async function countForRebuild(
  { call }: Pick<Deps, "call">,
  { from }: Pick<Params, "from">,
) {
  if (from === "users") return await call.accounts.countUsers({});
  const { count } = await call.events.countEvents(
    { type: userEventTypes.join(",") },
    { principal: { kind: "operator" } },
  );
  return { count };
}

async function readEvents({ call }: RebuildDeps, page: Omit<Params, "from">): Promise<Batch> {
  const { data, next_cursor } = await call.events.listEventsByUser({
    types: [...userEventTypes],
    ...page,
  });
  return { read: data.length, documents: applyEvents(data as Envelope[]), next_cursor };
}

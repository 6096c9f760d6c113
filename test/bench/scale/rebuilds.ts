import { performance } from "node:perf_hooks";
import { findUsers, listUsers } from "../../../services/accounts/identity/list-users";
import { rebuild } from "../../../services/search/domain/rebuild";
import type { Calls, Deps } from "../../../shared/service";

const BATCHES = 40;
const BATCH = 500;

/** Users a second of a rebuild's first batches, where everything is right and where everything is lost. */
export async function benchRebuilds(deps: Deps) {
  const accounts = {
    listUsers: (params: { limit: number; cursor?: string }) => listUsers(deps, params),
    findUsers: (params: { ids: string[] }) => findUsers(deps, params),
  };
  const call = { accounts } as unknown as Calls;
  const right = await perSecond({ ...deps, call });
  // It shows that the rows are those that the services write.
  if (right.changed > 0) throw new Error(`${right.changed} of the made documents are wrong`);
  const { rows } = await deps.db.raw<{ rows: { id: string }[] }>(
    "delete from search.documents where id in (select id from search.documents order by id limit ?) returning id",
    [BATCHES * BATCH],
  );
  const ids = rows.map(({ id }) => id);
  await deps.db.raw("delete from search.terms where document_id = any(?::uuid[])", [
    ids,
  ] as never[]);
  const lost = await perSecond({ ...deps, call });
  return { unit: "users a second", nothing_wrong: right.rate, all_lost: lost.rate };
}

async function perSecond(deps: Deps): Promise<{ rate: number; changed: number }> {
  const since = performance.now();
  const done = { read: 0, changed: 0 };
  let cursor: string | null = null;
  for (let n = 0; n < BATCHES; n += 1) {
    const batch: Awaited<ReturnType<typeof rebuild>> = await rebuild(deps, {
      ...{ from: "users", limit: BATCH },
      ...(cursor === null ? {} : { cursor }),
    });
    done.read += batch.read;
    done.changed += batch.changed;
    cursor = batch.next_cursor;
    if (cursor === null) break;
  }
  const seconds = (performance.now() - since) / 1_000;
  return { rate: Math.round(done.read / seconds), changed: done.changed };
}

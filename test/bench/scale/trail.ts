import { performance } from "node:perf_hooks";
import { list } from "../../../services/audit/domain/list";
import { verifyPart } from "../../../services/audit/domain/verify";
import { audit, parseParams } from "../../../shared/contracts";
import type { Deps } from "../../../shared/service";
import { timesOf } from "./measure";

/** How long pages of the audit trail take, and a whole verification, with the memory that it adds. */
export async function benchTrail(deps: Deps) {
  const params = (given: object) => parseParams(audit.actions.list.params, given);
  const filters = [
    {},
    { type: "user.confirmed" },
    { actor: "anonymous" },
    { until: "2026-01-02T00:00:00Z" },
  ];
  const pages = Array.from({ length: 100 }, (_, n) => filters[n % filters.length] ?? {});
  return {
    page: await timesOf(pages, (given) => list(deps, params({ ...given, limit: 20 }))),
    verification: await verifyAll(deps),
  };
}

async function verifyAll(deps: Deps) {
  const before = process.memoryUsage().rss;
  const since = performance.now();
  let [entries, most, firstPart] = [0, before, 0];
  let cursor: string | null = null;
  do {
    const part: Awaited<ReturnType<typeof verifyPart>> = await verifyPart(
      deps,
      cursor === null ? {} : { cursor },
    );
    if (part.problems.length > 0) throw new Error("the made trail is not whole");
    entries += part.entries;
    cursor = part.next_cursor;
    most = Math.max(most, process.memoryUsage().rss);
    firstPart ||= performance.now() - since;
  } while (cursor !== null);
  const seconds = (performance.now() - since) / 1_000;
  return {
    entries,
    per_second: Math.round(entries / seconds),
    first_part_ms: Math.round(firstPart),
    memory_added_mb: Math.round((most - before) / 2 ** 20),
  };
}

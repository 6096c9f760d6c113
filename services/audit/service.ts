import { audit } from "../../shared/contracts";
import { onEvery } from "../../shared/events";
import { defineService, numberedList, subscriberActions } from "../../shared/service";
import { activity } from "./domain/activity";
import { checkpoint, verifyCheckpoint } from "./domain/checkpoint";
import { countPerDay } from "./domain/count-per-day";
import { forgetOrigins } from "./domain/forget-origins";
import { list } from "./domain/list";
import { page, type PagedDeps } from "./domain/page";
import { chainOf, recordEvents } from "./domain/record-events";
import { verify, verifyPart } from "./domain/verify";
import { entryList } from "./store/entry-list";

/** Owns the audit trail: every event there is, in chains of hashes that nobody can change unseen. */
export default defineService<typeof audit, PagedDeps>(audit, {
  prepare: (deps) => ({ ...deps, entries: numberedList(deps, entryList) }),
  moleculer: ({ entries }) => entries.schema,
  actions: {
    list,
    page,
    countPerDay,
    activity,
    verify,
    verifyPart,
    checkpoint,
    verifyCheckpoint,
    ...subscriberActions,
  },
  // A batch has events of one chain only, so that two processes append side by side.
  subscribe: [onEvery(recordEvents, { lane: (event) => String(chainOf(event)) })],
  tuning: { isolation: "read committed", prefetch: 1_000, batch: 500 },
  background: (deps) => [forgetOrigins(deps)],
});

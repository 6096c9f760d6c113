import { search } from "../../shared/contracts";
import type { Subscription } from "../../shared/events";
import { defineService, numberedList, subscriberActions } from "../../shared/service";
import { findUsers } from "./domain/find-users";
import { indexUsers } from "./domain/index-users";
import { page, type PagedDeps } from "./domain/page";
import { countForRebuild, rebuild } from "./domain/rebuild";
import { userEventTypes } from "./domain/user-event-types";
import { documentList } from "./store/document-list";

/** In batches. */
const userEvents: Subscription<unknown> = {
  types: userEventTypes,
  handle: indexUsers,
};

/** Owns the documents by which users are found. All come from events; each event changes one document. */
export default defineService<typeof search, PagedDeps>(search, {
  prepare: (deps) => ({ ...deps, documents: numberedList(deps, documentList) }),
  moleculer: ({ documents }) => documents.schema,
  actions: { users: findUsers, page, rebuild, countForRebuild, ...subscriberActions },
  subscribe: [userEvents],
  tuning: { isolation: "read committed", concurrency: 2, prefetch: 1_000, batch: 500 },
});

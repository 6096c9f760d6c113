import { search } from "../../shared/contracts";
import type { Subscription } from "../../shared/events";
import { defineService, subscriberActions } from "../../shared/service";
import { findUsers } from "./domain/find-users";
import { indexUsers } from "./domain/index-users";
import { countForRebuild, rebuild } from "./domain/rebuild";
import { userEventTypes } from "./domain/user-event-types";

/** In batches. */
const userEvents: Subscription<unknown> = { types: userEventTypes, handle: indexUsers };

/** Owns what users are found by; all of it comes from events, each of which changes one document. */
export default defineService(search, {
  actions: { users: findUsers, rebuild, countForRebuild, ...subscriberActions },
  subscribe: [userEvents],
});

import { search } from "../../shared/contracts";
import {
  type Subscription,
  userConfirmationRequested,
  userConfirmed,
  userDeleted,
  userDisabled,
  userEmailChanged,
  userEmailChangeRequested,
  userEnabled,
  userPasswordChanged,
  userPasswordReset,
  userPasswordResetRequested,
  userRegistered,
  userRoleChanged,
} from "../../shared/events";
import { defineService, numberedList, subscriberActions } from "../../shared/service";
import { findUsers } from "./domain/find-users";
import { indexUsers } from "./domain/index-users";
import { page, type PagedDeps } from "./domain/page";
import { documentList } from "./store/document-list";

/** Every event that changes what is found of a user, if only when they were last changed; in batches. */
const userEvents: Subscription<unknown> = {
  types: [
    userRegistered,
    userConfirmationRequested,
    userPasswordResetRequested,
    userEmailChangeRequested,
    userConfirmed,
    userEmailChanged,
    userPasswordChanged,
    userPasswordReset,
    userRoleChanged,
    userDisabled,
    userEnabled,
    userDeleted,
  ].map(({ type }) => type),
  handle: indexUsers,
};

/** Owns what users are found by; all of it comes from events, each of which changes one document. */
export default defineService<typeof search, PagedDeps>(search, {
  prepare: (deps) => ({ ...deps, documents: numberedList(deps, documentList) }),
  moleculer: ({ documents }) => documents.schema,
  actions: { users: findUsers, page, ...subscriberActions },
  subscribe: [userEvents],
});

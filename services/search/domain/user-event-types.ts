import { eventCatalogue } from "../../../shared/events";

/** Every event about a user: each changes what is found of them, if only when they were last changed. */
export const userEventTypes: readonly string[] = eventCatalogue
  .map(({ type }) => type)
  .filter((type) => type.startsWith("user."));

import { z } from "zod";
import { operationFilter } from "../contracts";
import { defineEvent, type EventDefinition } from "./define-event";

// Data is read leniently (unknown fields are dropped, not refused), so that a subscriber outlives its publisher's next version.
const nothing = z.object({});
const email = z.object({ email: z.string() });
const origin = { ip: z.string().nullable(), user_agent: z.string().nullable() };

export const userRegistered = defineEvent("user.registered", {
  version: 1,
  summary: "Somebody signed up.",
  data: email,
});
export const userConfirmationRequested = defineEvent("user.confirmation_requested", {
  version: 1,
  summary: "A mail with a link to confirm the address is wanted.",
  data: email,
});
export const userPasswordResetRequested = defineEvent("user.password_reset_requested", {
  version: 1,
  summary: "A mail with a link to choose a new password is wanted.",
  data: email,
});
export const userEmailChangeRequested = defineEvent("user.email_change_requested", {
  version: 1,
  summary: "A mail with a link to the new address, and a notice to the old one, are wanted.",
  data: z.object({ email: z.string(), previous_email: z.string() }),
});
export const userConfirmed = defineEvent("user.confirmed", {
  version: 1,
  summary: "The address was shown to be theirs.",
  data: nothing,
});
export const userEmailChanged = defineEvent("user.email_changed", {
  version: 1,
  summary: "The account moved to another, confirmed address.",
  data: z.object({ previous_email: z.string(), email: z.string() }),
});
export const userPasswordChanged = defineEvent("user.password_changed", {
  version: 1,
  summary: "The password was changed by its owner.",
  data: nothing,
});
export const userPasswordReset = defineEvent("user.password_reset", {
  version: 1,
  summary: "A new password was chosen through a mailed link.",
  data: nothing,
});
export const userRoleChanged = defineEvent("user.role_changed", {
  version: 1,
  summary: "An operator gave the account another role.",
  data: z.object({ role: z.enum(["user", "admin"]) }),
});
export const userDisabled = defineEvent("user.disabled", {
  version: 1,
  summary: "An administrator closed the account for log-in.",
  data: nothing,
});
export const userEnabled = defineEvent("user.enabled", {
  version: 1,
  summary: "An administrator opened the account again.",
  data: nothing,
});
export const userDeleted = defineEvent("user.deleted", {
  version: 1,
  summary: "The account is gone.",
  data: nothing,
});
export const sessionCreated = defineEvent("session.created", {
  version: 1,
  summary: "Somebody logged in.",
  data: z.object({ session_id: z.string(), ...origin, reason: z.string() }),
});
export const sessionEnded = defineEvent("session.ended", {
  version: 1,
  summary: "A session was ended before its time.",
  data: z.object({ session_id: z.string(), ...origin, reason: z.string() }),
});
export const sessionRejected = defineEvent("session.rejected", {
  version: 1,
  summary: "A log-in failed.",
  data: z.object({ reason: z.string(), ...origin, email: z.string().optional() }),
});

// What operators do to events. Subject to no aggregate: the version of each is 1.
const operation = { subscriber: z.string(), filter: operationFilter };
const counted = z.number().int().min(0);

export const eventsReplayed = defineEvent("events.replayed", {
  version: 1,
  summary: "An operator handed events of the log to a subscriber again.",
  data: z.object({
    ...operation,
    counts: z.object({ received: counted, new: counted, known: counted }),
  }),
});
export const deadLettersRetried = defineEvent("dead_letters.retried", {
  version: 1,
  summary: "An operator had events tried again that a subscriber had given up.",
  data: z.object({ ...operation, counts: z.object({ retried: counted }) }),
});
export const deadLettersDiscarded = defineEvent("dead_letters.discarded", {
  version: 1,
  summary: "An operator forgot events that a subscriber had given up.",
  data: z.object({ ...operation, counts: z.object({ discarded: counted }) }),
});

/** Every event there is, in the order in which the docs list them. */
export const eventCatalogue: readonly EventDefinition[] = [
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
  sessionCreated,
  sessionEnded,
  sessionRejected,
  eventsReplayed,
  deadLettersRetried,
  deadLettersDiscarded,
];

const byType = new Map(eventCatalogue.map((event) => [event.type, event]));

/** The definition of a type, or undefined for one this version does not know. */
export function findEvent(type: string): EventDefinition | undefined {
  return byType.get(type);
}

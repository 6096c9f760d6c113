import { z } from "zod";
import { operationFilter } from "../contracts";
import { ROLES } from "../principal";
import { defineEvent, type EventDefinition, type Named } from "./define-event";
import { notPersonal, personal } from "./personal/personal";

// Data is read leniently (unknown fields are dropped, not refused), so that a subscriber outlives its publisher's next version.
const nothing = z.object({});
// Every text says whether it is personal: what is so is erased with its account, and nowhere in the audit trail.
const address = personal(z.string(), "address");
const email = z.object({ email: address });
const from = personal(z.string().nullable(), "origin");
const origin = { ip: from, user_agent: from };
const word = notPersonal(z.string());

export const userRegistered = defineEvent("user.registered", {
  version: 1,
  summary: "Somebody signed up.",
  names: { en: "Registered", de: "Registriert" },
  /** `confirm: false`: no mail is to ask for a confirmation. Without it, also in older events, one is. */
  data: email.extend({ confirm: z.boolean().optional() }),
});
export const userConfirmationRequested = defineEvent("user.confirmation_requested", {
  version: 1,
  summary: "A mail with a link to confirm the address is wanted.",
  names: {
    en: "Confirmation e-mail requested",
    de: "Bestätigungs-E-Mail angefordert",
  },
  data: email,
});
export const userPasswordResetRequested = defineEvent("user.password_reset_requested", {
  version: 1,
  summary: "A mail with a link to choose a new password is wanted.",
  names: { en: "Password reset requested", de: "Zurücksetzen des Passworts angefordert" },
  data: email,
});
export const userInvitationRequested = defineEvent("user.invitation_requested", {
  version: 1,
  summary: "A mail is wanted that invites the owner of a new account to choose its password.",
  names: { en: "Invitation requested", de: "Einladung angefordert" },
  data: email,
});
export const userEmailChangeRequested = defineEvent("user.email_change_requested", {
  version: 1,
  summary: "A mail with a link to the new address, and a notice to the old one, are wanted.",
  names: { en: "Change of address requested", de: "Änderung der Adresse angefordert" },
  data: z.object({ email: address, previous_email: address }),
});
export const userConfirmed = defineEvent("user.confirmed", {
  version: 1,
  summary: "The address was shown to be theirs.",
  names: { en: "Address confirmed", de: "Adresse bestätigt" },
  data: nothing,
});
export const userEmailChanged = defineEvent("user.email_changed", {
  version: 1,
  summary: "The account moved to another, confirmed address.",
  names: { en: "Address changed", de: "Adresse geändert" },
  data: z.object({ previous_email: address, email: address }),
});
export const userPasswordChanged = defineEvent("user.password_changed", {
  version: 1,
  summary: "The password was changed by its owner.",
  names: { en: "Password changed", de: "Passwort geändert" },
  data: nothing,
});
export const userPasswordReset = defineEvent("user.password_reset", {
  version: 1,
  summary: "A new password was chosen through a mailed link.",
  names: { en: "Password reset", de: "Passwort zurückgesetzt" },
  data: nothing,
});
export const userRoleChanged = defineEvent("user.role_changed", {
  version: 1,
  summary: "An operator gave the account another role.",
  names: { en: "Role changed", de: "Rolle geändert" },
  data: z.object({ role: z.enum(ROLES) }),
});
export const userDisabled = defineEvent("user.disabled", {
  version: 1,
  summary: "An administrator disabled the account: nobody can log in to it.",
  names: { en: "Account disabled", de: "Konto gesperrt" },
  data: nothing,
});
export const userEnabled = defineEvent("user.enabled", {
  version: 1,
  summary: "An administrator enabled the account again.",
  names: { en: "Account enabled", de: "Konto entsperrt" },
  data: nothing,
});
export const userDeleted = defineEvent("user.deleted", {
  version: 1,
  summary: "The account is gone.",
  names: { en: "Account deleted", de: "Konto gelöscht" },
  data: nothing,
});
export const sessionCreated = defineEvent("session.created", {
  version: 1,
  summary: "Somebody logged in.",
  names: { en: "Logged in", de: "Angemeldet" },
  data: z.object({
    session_id: word,
    ...origin,
    reason: word,
    /** What they proved who they are with (RFC 8176) and how sure that makes; absent in older events. */
    methods: z.array(word).optional(),
    assurance: z.number().int().optional(),
  }),
});
export const sessionEnded = defineEvent("session.ended", {
  version: 1,
  summary: "A session was ended before its time.",
  names: { en: "Session ended", de: "Sitzung beendet" },
  data: z.object({ session_id: word, ...origin, reason: word }),
});
export const sessionRejected = defineEvent("session.rejected", {
  version: 1,
  summary: "A log-in failed.",
  names: { en: "Log-in failed", de: "Anmeldung fehlgeschlagen" },
  data: z.object({ reason: word, ...origin, email: address.optional() }),
});

const factorId = { factor_id: word };

export const factorAdded = defineEvent("factor.added", {
  version: 1,
  summary: "A second factor was taken into use.",
  names: { en: "Second factor added", de: "Zweiter Faktor hinzugefügt" },
  data: z.object({ ...factorId, kind: word }),
});
export const factorRemoved = defineEvent("factor.removed", {
  version: 1,
  summary: "A second factor was removed.",
  names: { en: "Second factor removed", de: "Zweiter Faktor entfernt" },
  data: z.object({ ...factorId, kind: word }),
});
export const factorUsed = defineEvent("factor.used", {
  version: 1,
  summary: "A code of a second factor was shown.",
  names: { en: "Second factor used", de: "Zweiter Faktor verwendet" },
  data: z.object(factorId),
});
export const recoveryCodesGenerated = defineEvent("recovery_codes.generated", {
  version: 1,
  summary: "New recovery codes replaced those before.",
  names: { en: "Recovery codes generated", de: "Wiederherstellungscodes erzeugt" },
  data: nothing,
});
export const recoveryCodesUsed = defineEvent("recovery_codes.used", {
  version: 1,
  summary: "A recovery code was used, and with that spent.",
  names: { en: "Recovery code used", de: "Wiederherstellungscode verwendet" },
  data: z.object({ left: z.number().int() }),
});

// What operators do to events. Subject to no aggregate: the version of each is 1.
const operation = { subscriber: word, filter: notPersonal(operationFilter) };
const counted = z.number().int().min(0);

export const eventsReplayed = defineEvent("events.replayed", {
  version: 1,
  summary: "An operator handed events of the log to a subscriber again.",
  names: { en: "Events replayed", de: "Ereignisse erneut gesendet" },
  data: z.object({
    ...operation,
    counts: z.object({ received: counted, new: counted, known: counted }),
  }),
});
export const deadLettersRetried = defineEvent("dead_letters.retried", {
  version: 1,
  summary: "An operator had events tried again that a subscriber had given up.",
  names: { en: "Dead letters retried", de: "Unzustellbare Ereignisse erneut versucht" },
  data: z.object({ ...operation, counts: z.object({ retried: counted }) }),
});
export const deadLettersDiscarded = defineEvent("dead_letters.discarded", {
  version: 1,
  summary: "An operator forgot events that a subscriber had given up.",
  names: { en: "Dead letters discarded", de: "Unzustellbare Ereignisse verworfen" },
  data: z.object({ ...operation, counts: z.object({ discarded: counted }) }),
});

// The ids of mails are those of the events that asked for them; they say nothing of whom they go to.
export const mailsRetried = defineEvent("mails.retried", {
  version: 1,
  summary: "An operator had mails tried again that had been given up.",
  names: { en: "E-mails retried", de: "E-Mails erneut versucht" },
  data: z.object({ ...operation, counts: z.object({ retried: counted }) }),
});
export const mailsDiscarded = defineEvent("mails.discarded", {
  version: 1,
  summary: "An operator forgot mails that had been given up.",
  names: { en: "E-mails discarded", de: "E-Mails verworfen" },
  data: z.object({ ...operation, counts: z.object({ discarded: counted }) }),
});

/** An event as the catalogue has it: people see it by its name in their language. */
export type CataloguedEvent = EventDefinition & Named;

/** Every event there is, in the order in which the docs list them. */
export const eventCatalogue: readonly CataloguedEvent[] = [
  userRegistered,
  userConfirmationRequested,
  userPasswordResetRequested,
  userInvitationRequested,
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
  factorAdded,
  factorRemoved,
  factorUsed,
  recoveryCodesGenerated,
  recoveryCodesUsed,
  eventsReplayed,
  deadLettersRetried,
  deadLettersDiscarded,
  mailsRetried,
  mailsDiscarded,
];

/** The definition of a type, or undefined for one this version does not know. */
export function findEvent(type: string): CataloguedEvent | undefined {
  return eventCatalogue.find((event) => event.type === type);
}

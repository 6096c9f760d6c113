import { notifier } from "../../shared/contracts";
import {
  on,
  userConfirmationRequested,
  userDeleted,
  userEmailChangeRequested,
  userPasswordChanged,
  userPasswordReset,
  userPasswordResetRequested,
  userRegistered,
} from "../../shared/events";
import { defineService, subscriberActions } from "../../shared/service";
import type { NotifierDeps } from "./deps";
import { startCourier } from "./domain/courier";
import { discardMail } from "./domain/discard-mail";
import { listMail } from "./domain/list-mail";
import { createMailTransport } from "./domain/mail-transport";
import { queue } from "./domain/queue";

/** Turns events into mails and remembers which were sent. */
export default defineService<typeof notifier, NotifierDeps>(notifier, {
  prepare: (deps) => ({ ...deps, mail: createMailTransport(deps.config), courier: {} }),
  actions: { listMail, ...subscriberActions },
  calls: ["accounts"],
  subscribe: [
    on(userRegistered, queue("confirmation")),
    on(userConfirmationRequested, queue("confirmation")),
    on(userPasswordResetRequested, queue("password_reset")),
    on(userEmailChangeRequested, queue("email_change")),
    on(userEmailChangeRequested, queue("email_change_notice")),
    on(userPasswordChanged, queue("password_changed")),
    on(userPasswordReset, queue("password_was_reset")),
    on(userDeleted, discardMail),
  ],
  background: (deps) => [startCourier(deps)],
});

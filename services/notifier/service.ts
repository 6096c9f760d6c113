import { notifier } from "../../shared/contracts";
import { on, userDeleted } from "../../shared/events";
import { defineService, subscriberActions } from "../../shared/service";
import type { NotifierDeps } from "./deps";
import { createCompose } from "./domain/compose";
import { startCourier } from "./domain/courier";
import { discardMail } from "./domain/discard-mail";
import { listMail } from "./domain/list-mail";
import { mailDeliveryActions } from "./domain/mail-delivery-actions";
import { watchMails } from "./domain/mail-metrics";
import { mailSubscriptions } from "./domain/mail-subscriptions";
import { createMailTransport } from "./domain/mail-transport";
import { mailingServices } from "./domain/mailing-service";
import { sweepMails } from "./domain/sweep-mails";

/** Turns events into mails and remembers which were sent. */
export default defineService<typeof notifier, NotifierDeps>(notifier, {
  prepare: (deps) => ({
    ...deps,
    mail: createMailTransport(deps.config),
    compose: createCompose(deps.config.brand),
    courier: {},
  }),
  actions: { listMail, ...mailDeliveryActions, ...subscriberActions },
  calls: mailingServices(),
  // What is queued is known by its event and kind, and what is discarded by its status: nothing is decided
  // by what was read, so that nobody loses against the courier's writes.
  tuning: { isolation: "read committed" },
  subscribe: [...mailSubscriptions, on(userDeleted, discardMail)],
  background: (deps) => [startCourier(deps), sweepMails(deps), watchMails(deps)],
});

import { type Loop, startSweeper } from "../../../shared/background";
import type { NotifierDeps } from "../deps";
import { mailDeliveries } from "../store/deliveries";

/**
 * Forgets mails that ended, those given up too, once their events have left the event log. The inbox
 * does so before, hence no event is taken for a new one.
 */
export function sweepMails({ db, config, log }: NotifierDeps): Loop {
  const deliveries = mailDeliveries(db);
  return startSweeper({
    name: "mails",
    sweep: (limit) => deliveries.sweep(config.eventRetentionDays, limit),
    log,
  });
}

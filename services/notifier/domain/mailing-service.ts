import { mailingActions, servicesWith, type ServiceWith } from "../../../shared/contracts";
import { RefusedEvent } from "../../../shared/events";

/** A service that can be asked for what its mails need, as its contract says. */
export type MailingService = ServiceWith<typeof mailingActions>;

/** The services that have mails sent. */
export function mailingServices(): MailingService[] {
  return servicesWith(mailingActions);
}

/** The service that an event's source names, to be asked about its mails. Throws `RefusedEvent` for any other. */
export function mailingServiceOf(source: string): MailingService {
  const service = mailingServices().find((name) => source === `/jumar/${name}`);
  if (service === undefined) {
    throw new RefusedEvent(`no service that can be asked about mails publishes as ${source}`);
  }
  return service;
}

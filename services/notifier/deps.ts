import type { Courier } from "../../shared/courier";
import type { Deps } from "../../shared/service";
import type { Compose } from "./domain/compose";
import type { MailTransport } from "./domain/mail-transport";
import type { MailDelivery } from "./store/deliveries";

export interface NotifierDeps extends Deps {
  mail: MailTransport;
  compose: Compose;
  /** Set once the courier runs; a queued mail wakes it. */
  courier: { loop?: Courier<MailDelivery> };
}

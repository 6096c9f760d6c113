import type { Loop } from "../../shared/background";
import type { Deps } from "../../shared/service";
import type { MailTransport } from "./domain/mail-transport";

export interface NotifierDeps extends Deps {
  mail: MailTransport;
  /** Set once the courier runs; a queued mail wakes it. */
  courier: { loop?: Loop };
}

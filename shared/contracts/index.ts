import { accounts } from "./accounts";
import { audit } from "./audit";
import { notifier } from "./notifier";
import { search } from "./search";
import { webGateway } from "./web-gateway";

export { accounts, audit, notifier, search, webGateway };
export { checkpoint, type ChainProblem, type Checkpoint } from "./checkpoint";
export { actorOf, type Caller, type Repeatable, type RepeatingCaller, type Scope } from "./caller";
export type { MailPurpose } from "./accounts";
export {
  action,
  defineContract,
  type Access,
  type ActionContract,
  type Contract,
  type HttpBinding,
  type InputOf,
  type ParamsOf,
  type ResultOf,
} from "./define-contract";
export { matchesTag, userTag } from "./entity-tag";
export { email, emailKeyOf, idOf, LANGUAGES, uuidOf, type Language } from "./fields";
export { NUMBERED_ROWS } from "./numbered-pages";
export { NAMED_IDS, operationFilter, type OperationType } from "./operations";
export { envelope, type DeadLetter } from "./resources";
export type { AuditEntry, Mail, Session, User } from "./resources";
export { BATCH_LIMIT, subscriberActions } from "./subscriber-actions";
export { subscriberNames, type SubscriberName } from "./subscribers";
export { parseParams } from "./validation";

/** Every contract, by the name of its service. */
export const contracts = { accounts, notifier, search, audit, "web-gateway": webGateway };
export type Contracts = typeof contracts;

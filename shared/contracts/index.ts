export { accounts } from "./accounts";
export { audit, COUNTED_PER_DAY } from "./audit";
export { notifier } from "./notifier";
export { search } from "./search";
export type { Overview } from "./web-gateway/overview";
export { webGateway } from "./web-gateway";
export { callable, contracts, type Callable, type Contracts } from "./contracts";
export { eventLogActions } from "./parts/event-log-actions";
export { events } from "./events";
export { publisherNames, type PublisherName } from "./publishers";
export { checkpoint, type ChainProblem, type Checkpoint } from "./checkpoint";
export type { Caller, Repeatable, RepeatingCaller } from "./caller";
export {
  action,
  defineContract,
  stepUpOf,
  type Access,
  type ActionContract,
  type Contract,
  HTTP_TAGS,
  type HttpBinding,
  type InputOf,
  type ParamsOf,
  type ResultOf,
  type StepUp,
} from "./define-contract";
export { matchesTag, userTag } from "./entity-tag";
export {
  type Address,
  ADDRESS_MAX,
  emailKeyOf,
  foldCase,
  mailToOf,
  readAddress,
  withShownDomain,
} from "./addresses";
export { idOf, LANGUAGES, uuidOf, type Language } from "./fields";
export { preparePassword } from "./passwords";
export {
  isMailPurpose,
  mailKindNames,
  mailKinds,
  noticeEvents,
  type MailKind,
  type MailPurpose,
} from "./mail-kinds";
export { mailingActions } from "./parts/mailing-actions";
export { NUMBERED_ROWS } from "./numbered-pages";
export { NAMED_IDS, operationFilter, type OperationType } from "./parts/operations";
export { auditEntry, envelope, listedSession, type DeadLetter, user } from "./resources";
export type { AuditEntry, ListedMail, Mail, Session, User } from "./resources";
export { BATCH_LIMIT, subscriberActions } from "./parts/subscriber-actions";
export { servicesWith, type ServiceWith } from "./services-with";
export { subscriberNames, type SubscriberName } from "./subscribers";
export { parseParams } from "./validation";

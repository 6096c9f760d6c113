/** A whole Jumar for the tests of other people's services. */
export type { Accounts, LoggedIn, NewUser, TestUser } from "./accounts";
export type { Authenticator, FactorProof } from "./authenticator";
export { whyNoEngine, whyNoImages } from "./containers/engine";
export { imagesOf, type Images } from "./containers/images";
export type { EventInbox, EventOfType, EventType } from "./event-inbox";
export { eventually } from "./eventually";
export type { Jumar } from "./jumar";
export type { MailInbox, WantedMail } from "./mail-inbox";
export type { ContainersOptions, EmbeddedOptions, JumarOptions, LocalOptions } from "./options";
export { startJumar } from "./start-jumar";

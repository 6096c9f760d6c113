/**
 * The PostgreSQL that comes with Jumar, for a platform that starts with nothing installed. One
 * process owns the server of a data folder; others attach to it.
 */
export type { EmbeddedDatabase, EmbeddedOptions } from "./embedded-database";
export { EmbeddedError } from "./embedded-error";
export { findEmbedded } from "./find-embedded";
export { startEmbedded } from "./start-embedded";

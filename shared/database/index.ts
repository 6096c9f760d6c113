export { answers, findFailure } from "./answers";
export { resetRowExpiry, setRowExpiry, shardIndex, unshardIndex } from "./cockroachdb";
export { connect, type Database, openPool, type Pool, type Transaction } from "./connect";
export { connectionOptions, settingsFromUrl, type ConnectionSettings } from "./connection";
export { countRows, type RowCount } from "./count-rows";
export { createDatabase } from "./create-database";
export { dropDatabase } from "./drop-database";
export { isSerializationFailure, isUniqueViolation, isUnreachable } from "./errors";
export { readEngine, type Engine } from "./engine";
export {
  addIndex,
  migrate,
  type MigrationListener,
  type MigrationNotice,
  NewerSchemaError,
  readSchema,
  rollback,
  type Migration,
  type MigrationSet,
  type MigrationStep,
  type RollbackTarget,
} from "./migrations";
export {
  describeOutage,
  tellDatabaseOutages,
  tellsOfItself,
  wordsOfOutage,
  type OutageTeller,
} from "./outages";
export { poolUse, type PoolUse } from "./pool-use";
export { readNow } from "./read-now";
export {
  dropSharedRoles,
  type DroppedRoles,
  roleOf,
  rolesOf,
  updateRoles,
  type Right,
  type Rights,
  type RoleChanges,
  type ServiceRights,
} from "./roles";
export { watchServers, type Servers } from "./servers";
export { afterCommit, leaveMark, mayRepeat, statement, transaction } from "./transactions";
export { readServerVersion, requireServerVersion } from "./server-version";

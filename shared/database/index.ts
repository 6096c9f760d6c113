export { connect, type Database, type Transaction } from "./connect";
export { connectionOptions, settingsFromUrl, type ConnectionSettings } from "./connection";
export { createDatabase } from "./create-database";
export { isSerializationFailure, isUniqueViolation, isUnreachable } from "./errors";
export {
  migrate,
  NewerSchemaError,
  pendingMigrations,
  type Migration,
  type MigrationSet,
  type MigrationStep,
} from "./migrate";
export { transaction } from "./transaction";
export { readServerVersion, requireServerVersion } from "./server-version";

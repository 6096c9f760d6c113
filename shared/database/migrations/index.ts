export { addIndex } from "./add-index";
export { NewerSchemaError } from "./errors";
export { migrate } from "./migrate";
export type {
  Migration,
  MigrationListener,
  MigrationNotice,
  MigrationSet,
  MigrationStep,
} from "./migration";
export { rollback, type RollbackTarget } from "./rollback";
export { readSchema, type SchemaState } from "./state";

export { migrate } from "./migrate";
export {
  NewerSchemaError,
  type Migration,
  type MigrationSet,
  type MigrationStep,
} from "./migration";
export { rollback, type RollbackTarget } from "./rollback";
export { readSchema, type SchemaState } from "./state";

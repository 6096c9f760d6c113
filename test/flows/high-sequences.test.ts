import { loadMigrations, loadRights } from "../../services/load";
import { migrate, updateRoles } from "../../shared/database";
import { createTestDatabase, type TestDatabase, urlOf } from "../support/database";
import { startHighSequences } from "../support/high-sequences";
import { startTarget, type Target } from "../support/target";
import { mainFlow } from "./main-flow";

describe("the platform on a database whose sequences start above 2^53, as CockroachDB's do,", () => {
  let database: TestDatabase;
  let target: Target;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
    const db = database.of("migrate");
    await startHighSequences(db);
    await migrate(db, loadMigrations());
    await updateRoles(db, loadRights());
    const platform = await startTarget({ DATABASE_URL: urlOf(database.settings) });
    target = { ...platform, database: () => Promise.resolve(database.of("test")) };
  });
  afterAll(async () => {
    await target.stop();
    await database.drop();
  });

  mainFlow(() => target);
});

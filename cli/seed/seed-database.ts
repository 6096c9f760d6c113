import { openDatabase } from "../../services/open-database";
import type { Config } from "../../shared/config";
import { type Database, transaction } from "../../shared/database";
import type { Calls } from "../../shared/service";
import { CommandError } from "../command-error";
import { type Interrupt, listenForInterrupt } from "../interrupt";
import { operate, OPERATOR } from "../operate";
import { demoEmail, FEW_EMAILS } from "./demo-emails";
import { randomPassword } from "./password";
import { dataTables, emptyTables, findFilledTable } from "./tables";

const ADMIN = "admin@example.com";

const AT_ONCE = 2000;

export interface SeedOptions {
  config: Config;
  /** Empties the tables first instead of refusing when there are rows. */
  force: boolean;
  /** How many users beside the administrator; a named few when absent. */
  users: number | undefined;
  onEmptied: (tables: number) => void;
  onProgress: (users: number) => void;
}

export interface Seeded {
  email: string;
  /** Of the administrator and of every other user. */
  password: string;
  users: number;
}

/** Fills an empty database with demo data, through the actions that everyone uses. */
export async function seedDatabase(options: SeedOptions): Promise<Seeded> {
  const { config } = options;
  const interrupt = listenForInterrupt(
    "stopped; the users made so far stay, `jumar seed --force` begins anew",
  );
  const database = await openDatabase(config, { name: "seed" });
  if (!database) throw new CommandError("there is no database");
  try {
    await prepare(database.of("seed"), options);
    return await operate(config, "accounts", ({ accounts }) =>
      createDemoUsers(accounts, options, interrupt),
    );
  } finally {
    await database.close();
  }
}

/** Makes sure that the tables are empty. */
async function prepare(db: Database, { force, onEmptied }: SeedOptions): Promise<void> {
  const tables = await dataTables(db);
  const filled = await findFilledTable(db, tables);
  if (!filled) return;
  if (!force) {
    throw new CommandError(
      `the table ${filled.schema}.${filled.name} has rows; seed an empty database, or delete everything in it with --force`,
    );
  }
  await transaction(db, (trx) => emptyTables(trx, tables));
  onEmptied(tables.length);
}

async function createDemoUsers(
  accounts: Calls["accounts"],
  { config, users, onProgress }: SeedOptions,
  interrupt: Interrupt,
): Promise<Seeded> {
  const password = randomPassword(config);
  interrupt.check();
  await accounts.createUser({ email: ADMIN, password, role: "admin", confirmed: true }, OPERATOR);
  const total = users ?? FEW_EMAILS.length;
  for (let done = 0; done < total;) {
    interrupt.check();
    const count = Math.min(AT_ONCE, total - done);
    const emails = Array.from({ length: count }, (_, index) => demoEmail(done + index));
    await accounts.createUsers(
      { emails: users === undefined ? FEW_EMAILS : emails, password },
      OPERATOR,
    );
    done += count;
    onProgress(done);
  }
  return { email: ADMIN, password, users: total };
}

import { countRows, type Database, type RowCount, transaction } from "../../../../shared/database";
import { COLUMNS, type UserRecord, users } from "./user-record";

const findAll = (db: Database) => users(db).select(...COLUMNS);

/** Up to `limit` users in the order of their ids (UUIDs), behind one. */
export async function findUsersBehind(
  db: Database,
  after: string | undefined,
  limit: number,
): Promise<UserRecord[]> {
  const query = findAll(db).orderBy("id").limit(limit);
  if (after !== undefined) void query.where("id", ">", after);
  return (await query) as UserRecord[];
}

/** Which of some users (UUIDs) there are. */
export async function findUsersById(db: Database, ids: string[]): Promise<UserRecord[]> {
  return (await findAll(db).whereIn("id", ids)) as UserRecord[];
}

/** In an index as many are read in some hundredths of a second. */
const COUNTED = 100_000;

/** How many users there are, beyond 100,000 about how many. */
export async function countUsersAbout(db: Database): Promise<RowCount> {
  const query = { sql: "select 1 from accounts.users", bindings: [] };
  return await transaction(db, (trx) => countRows(trx, query, COUNTED));
}

export async function countAllUsers(db: Database): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: string }[] }>(
    "select count(*) as count from accounts.users",
  );
  return Number(rows[0]?.count);
}

import { uuidOf } from "../../../shared/contracts";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import type { Deps } from "../../../shared/service";
import { toUser } from "../../../shared/users";
import {
  countAllUsers,
  countUsersAbout,
  findUsersBehind,
  findUsersById,
} from "./store/listed-users";
import type { UserRecord } from "./store/user-record";

const LIST = listName("accounts.listUsers", {});

/**
 * Every user by id, each with the version of their newest event: what a service needs to build anew
 * what it keeps of them. Who signs up meanwhile comes last or, rarely, not at all; an event tells of them.
 */
export async function listUsers(
  { db, signer }: Pick<Deps, "db" | "signer">,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const [after] = decodeCursor(signer, LIST, cursor) as string[];
  const rows = await findUsersBehind(db, after, limit + 1);
  return toPage(rows, limit, toVersioned, ({ id }) => encodeCursor(signer, LIST, [id]));
}

/** The users there are of some ids, as `listUsers` shows them. */
export async function findUsers({ db }: Pick<Deps, "db">, { ids }: { ids: string[] }) {
  return { data: (await findUsersById(db, ids.map(uuidOf))).map(toVersioned) };
}

export async function countUsers({ db }: Pick<Deps, "db">) {
  return { count: await countAllUsers(db) };
}

/** How many users there are, for who looks at how the platform does. */
export async function estimateUsers({ db }: Pick<Deps, "db">) {
  const { count, isEstimate } = await countUsersAbout(db);
  return { count, is_estimate: isEstimate };
}

function toVersioned(row: UserRecord) {
  return { ...toUser(row), version: row.version };
}

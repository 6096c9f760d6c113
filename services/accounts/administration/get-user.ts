import { uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { findUserById } from "../identity";

/** One user, for administrators. Throws `not_found`. */
export async function getUser(deps: Pick<AccountsDeps, "db">, params: { id: string }) {
  const row = await findUserById(deps.db, uuidOf(params.id));
  if (!row) throw new AppError("not_found");
  return { user: toUser(row) };
}

import { emailKeyOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { findUserByEmailKey } from "../identity";

/** The user of an address, in whatever letters it is written. Throws `not_found`. */
export async function findUser({ db }: Pick<AccountsDeps, "db">, params: { email: string }) {
  const row = await findUserByEmailKey(db, emailKeyOf(params.email));
  if (!row) throw new AppError("not_found");
  return { user: toUser(row) };
}

import { AppError } from "../../../shared/errors";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { findUserByEmail } from "../identity";

/** The user of an address, in whatever spelling. Throws `not_found`. */
export async function findUser({ db }: Pick<AccountsDeps, "db">, params: { email: string }) {
  const row = await findUserByEmail(db, params.email);
  if (!row) throw new AppError("not_found");
  return { user: toUser(row) };
}

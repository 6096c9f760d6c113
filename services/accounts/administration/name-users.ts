import { uuidOf } from "../../../shared/contracts";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { findUsersById } from "../identity";

/** The addresses of some users, for lists that name them by their ids; who has no account is left out. */
export async function nameUsers({ db }: Pick<AccountsDeps, "db">, { ids }: { ids: string[] }) {
  const rows = await findUsersById(db, [...new Set(ids)].map(uuidOf));
  return { data: rows.map(({ id, email }) => ({ id: encodeTypeId("user", id), email })) };
}

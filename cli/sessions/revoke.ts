import { isTypeId } from "../../shared/ids";
import type { Calls } from "../../shared/service";
import { CommandError } from "../command-error";
import { OPERATOR } from "../operate";
import { unlessRefused } from "../unless-refused";
import { findUser } from "../users/find-user";

type Accounts = Pick<Calls, "accounts">;

/** Ends some sessions, all or none. Throws a CommandError that names one that is over, or is no id. */
export async function revokeSome({ accounts }: Accounts, ids: string[]) {
  const wrong: string | undefined = ids.find((id): boolean => !isTypeId(id, "session"));
  if (wrong !== undefined) throw new CommandError(`${wrong} is no id of a session (session_…)`);
  const answer = accounts.revokeSessions({ ids }, OPERATOR);
  return await unlessRefused(answer, ["not_found"], ({ message }) => {
    throw new CommandError(
      ids.length === 1 ? `there is no live session ${ids[0]}` : `${message}; none was ended`,
    );
  });
}

/** Ends every session of a user, who is named by id or address. Throws a CommandError for nobody. */
export async function revokeAllOf(call: Accounts, name: string) {
  const { id } = await findUser(call, name);
  return await call.accounts.revokeSessions({ user_id: id }, OPERATOR);
}

import type { User } from "../../shared/contracts";
import { isTypeId } from "../../shared/ids";
import type { Calls } from "../../shared/service";
import { CommandError } from "../command-error";
import { OPERATOR } from "../operate";
import { unlessRefused } from "../unless-refused";

/** The user whom an operator names by id or address. Throws a CommandError when there is none. */
export async function findUser({ accounts }: Pick<Calls, "accounts">, name: string): Promise<User> {
  const isId: boolean = isTypeId(name, "user");
  if (!isId && !name.includes("@")) {
    throw new CommandError(`${name} is neither the id of a user (user_…) nor an e-mail address`);
  }
  const answer = isId
    ? accounts.getUser({ id: name }, OPERATOR)
    : accounts.findUser({ email: name }, OPERATOR);
  const { user } = await unlessRefused(answer, ["not_found", "validation_failed"], () => {
    throw new CommandError(`there is no user ${name}`);
  });
  return user;
}

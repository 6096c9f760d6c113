import type { User } from "../../shared/contracts";
import { isTypeId } from "../../shared/ids";
import { AppError } from "../../shared/errors";
import type { Calls } from "../../shared/service";
import { CommandError } from "../command-error";
import { OPERATOR } from "../operate";

/** The user whom an operator names by id or address. Throws a CommandError when there is none. */
export async function findUser({ accounts }: Pick<Calls, "accounts">, name: string): Promise<User> {
  const isId: boolean = isTypeId(name, "user");
  if (!isId && !name.includes("@")) {
    throw new CommandError(`${name} is neither the id of a user (user_…) nor an e-mail address`);
  }
  try {
    const { user } = isId
      ? await accounts.getUser({ id: name }, OPERATOR)
      : await accounts.findUser({ email: name }, OPERATOR);
    return user;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "not_found" && error.code !== "validation_failed") throw error;
    throw new CommandError(`there is no user ${name}`);
  }
}

import type { Config } from "../../shared/config";
import type { User } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { operate } from "../operate";
import { findUser } from "./find-user";

/** Finds a user by id or address and changes them; answers both states. */
export async function changeUser(
  config: Config,
  name: string,
  change: (accounts: Calls["accounts"], user: User) => Promise<{ user: User }>,
): Promise<{ before: User; user: User }> {
  return await operate(config, "accounts", async ({ accounts }) => {
    const before = await findUser({ accounts }, name);
    const { user } = await change(accounts, before);
    return { before, user };
  });
}

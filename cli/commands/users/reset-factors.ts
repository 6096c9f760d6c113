import type { User } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { userArgument } from "../../users/user-argument";

export default class UsersResetFactors extends BaseCommand {
  static override summary = "Remove every second factor and recovery code of a user.";
  static override description =
    "For who has lost them, once you are sure that it is they who ask: a password is enough to log in then. A mail tells them.";
  static override enableJsonFlag = true;
  static override args = { user: userArgument };
  static override examples = ["jumar users reset-factors ada@example.com"];

  async run(): Promise<User> {
    const { args } = await this.parse(UsersResetFactors);
    const config = await this.readConfig();
    const { OPERATOR, operate } = await import("../../operate.js");
    const { findUser } = await import("../../users/find-user.js");
    const { user, had } = await operate(config, "accounts", async (call) => {
      const found = await findUser(call, args.user);
      const { data } = await call.accounts.listFactorsOf({ user_id: found.id }, OPERATOR);
      await call.accounts.resetFactors({ user_id: found.id }, OPERATOR);
      return { user: found, had: data.length > 0 };
    });
    this.log(
      had ? `Removed the second factors of ${user.email}.` : `${user.email} has no second factor.`,
    );
    return user;
  }
}

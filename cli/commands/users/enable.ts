import type { User } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { userArgument } from "../../users/user-argument";

export default class UsersEnable extends BaseCommand {
  static override summary = "Enable an account that was disabled.";
  static override description = "Its user logs in anew; the sessions and links that ended stay so.";
  static override enableJsonFlag = true;
  static override args = { user: userArgument };
  static override examples = ["jumar users enable ada@example.com"];

  async run(): Promise<User> {
    const { args } = await this.parse(UsersEnable);
    const config = await this.readConfig();
    const { OPERATOR } = await import("../../operate.js");
    const { changeUser } = await import("../../users/change-user.js");
    const { before, user } = await changeUser(config, args.user, (accounts, { id }) =>
      accounts.updateUser({ id, disabled: false }, OPERATOR),
    );
    this.log(
      before.disabled_at === null ? `${user.email} is not disabled.` : `Enabled ${user.email}.`,
    );
    return user;
  }
}

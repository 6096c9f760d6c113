import type { User } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { userArgument } from "../../users/user-argument";

export default class UsersDisable extends BaseCommand {
  static override summary =
    "Disable an account: nobody can log in to it, and its sessions and links end.";
  static override description = "Nothing of it is lost: `jumar users enable` enables it again.";
  static override enableJsonFlag = true;
  static override args = { user: userArgument };
  static override examples = ["jumar users disable ada@example.com"];

  async run(): Promise<User> {
    const { args } = await this.parse(UsersDisable);
    const config = await this.readConfig();
    const { OPERATOR } = await import("../../operate.js");
    const { changeUser } = await import("../../users/change-user.js");
    const { before, user } = await changeUser(config, args.user, (accounts, { id }) =>
      accounts.updateUser({ id, disabled: true }, OPERATOR),
    );
    this.log(before.disabled_at ? `${user.email} is disabled already.` : `Disabled ${user.email}.`);
    return user;
  }
}

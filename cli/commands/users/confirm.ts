import type { User } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { userArgument } from "../../users/user-argument";

export default class UsersConfirm extends BaseCommand {
  static override summary = "Take a user's address as confirmed, without its link.";
  static override description =
    "The link that was mailed ends. An address that is confirmed already stays as it is.";
  static override enableJsonFlag = true;
  static override args = { user: userArgument };
  static override examples = ["jumar users confirm ada@example.com"];

  async run(): Promise<User> {
    const { args } = await this.parse(UsersConfirm);
    const config = await this.readConfig();
    const { OPERATOR } = await import("../../operate.js");
    const { changeUser } = await import("../../users/change-user.js");
    const { before, user } = await changeUser(config, args.user, (accounts, { id }) =>
      accounts.confirmUser({ id }, OPERATOR),
    );
    this.log(
      before.confirmed_at ? `${user.email} is confirmed already.` : `Confirmed ${user.email}.`,
    );
    return user;
  }
}

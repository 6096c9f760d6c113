import { Args } from "@oclif/core";
import type { User } from "../../../shared/contracts";
import { type Role, ROLES } from "../../../shared/principal";
import { BaseCommand } from "../../base-command";
import { userArgument } from "../../users/user-argument";

export default class UsersGrant extends BaseCommand {
  static override summary = "Give a user a role.";
  static override description =
    "An admin may see and change every account over HTTP. It holds from the user's next request on.";
  static override enableJsonFlag = true;
  static override args = {
    user: userArgument,
    role: Args.string({
      description: "What the account may do.",
      required: true,
      options: [...ROLES],
      ignoreStdin: true,
    }),
  };
  static override examples = [
    "jumar users grant ada@example.com admin",
    "jumar users grant ada@example.com user",
  ];

  async run(): Promise<User> {
    const { args } = await this.parse(UsersGrant);
    const role = args.role as Role;
    const config = await this.readConfig();
    const { OPERATOR } = await import("../../operate.js");
    const { changeUser } = await import("../../users/change-user.js");
    const { before, user } = await changeUser(config, args.user, (accounts, { id }) =>
      accounts.grantRole({ id, role }, OPERATOR),
    );
    this.log(
      before.role === role
        ? `${user.email} has the role ${role} already.`
        : `${user.email} has the role ${role} now.`,
    );
    return user;
  }
}

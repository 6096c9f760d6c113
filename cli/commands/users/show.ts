import type { User } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { userArgument } from "../../users/user-argument";

export default class UsersShow extends BaseCommand {
  static override summary = "Show one user.";
  static override enableJsonFlag = true;
  static override args = { user: userArgument };
  static override examples = [
    "jumar users show ada@example.com",
    "jumar users show user_01h455vb4pex5vsknk084sn02q --json",
  ];

  async run(): Promise<User> {
    const { args } = await this.parse(UsersShow);
    const config = await this.readConfig();
    const { operate } = await import("../../operate.js");
    const { findUser } = await import("../../users/find-user.js");
    const { describeUser } = await import("../../users/user-table.js");
    const user = await operate(config, "accounts", (call) => findUser(call, args.user));
    for (const line of describeUser(user)) this.log(line);
    return user;
  }
}

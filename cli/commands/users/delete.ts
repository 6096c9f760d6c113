import { Flags } from "@oclif/core";
import type { User } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { confirm } from "../../confirm";
import { userArgument } from "../../users/user-argument";

export default class UsersDelete extends BaseCommand {
  static override summary = "Delete an account, everywhere and for good.";
  static override description =
    "Its sessions and links end, search forgets it, and the event log and the audit trail forget who " +
    "it was. It asks first; without a terminal it needs --yes. Prints whom it deleted.";
  static override enableJsonFlag = true;
  static override args = { user: userArgument };
  static override flags = {
    yes: Flags.boolean({ char: "y", description: "Do it without asking." }),
  };
  static override examples = [
    "jumar users delete ada@example.com",
    "jumar users delete user_01h455vb4pex5vsknk084sn02q --yes",
  ];

  async run(): Promise<User> {
    const { args, flags } = await this.parse(UsersDelete);
    const config = await this.readConfig();
    const { OPERATOR, operate } = await import("../../operate.js");
    const { findUser } = await import("../../users/find-user.js");
    const deleted = await operate(config, "accounts", async (call) => {
      const user = await findUser(call, args.user);
      if (!flags.yes) {
        await confirm(`Delete ${user.email} (${user.id}) for good?`, "nothing was deleted");
      }
      await call.accounts.deleteUser({ id: user.id }, OPERATOR);
      return user;
    });
    this.log(`Deleted ${deleted.email}.`);
    return deleted;
  }
}

import type { Contracts, ResultOf } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { toTable } from "../../table";
import { factorColumns } from "../../users/factor-columns";
import { userArgument } from "../../users/user-argument";

type Factors = ResultOf<Contracts["accounts"]["actions"]["listFactorsOf"]>["data"];

export default class UsersFactors extends BaseCommand {
  static override summary = "List what a user logs in with besides a password.";
  static override enableJsonFlag = true;
  static override args = { user: userArgument };
  static override examples = ["jumar users factors ada@example.com"];

  async run(): Promise<Factors> {
    const { args } = await this.parse(UsersFactors);
    const config = await this.readConfig();
    const { OPERATOR, operate } = await import("../../operate.js");
    const { findUser } = await import("../../users/find-user.js");
    const { user, factors } = await operate(config, "accounts", async (call) => {
      const found = await findUser(call, args.user);
      const { data } = await call.accounts.listFactorsOf({ user_id: found.id }, OPERATOR);
      return { user: found, factors: data };
    });
    if (factors.length === 0) this.log(`${user.email} has no second factor.`);
    else for (const line of toTable(factors, factorColumns)) this.log(line);
    return factors;
  }
}

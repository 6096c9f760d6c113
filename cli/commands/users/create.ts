import { Args, Flags } from "@oclif/core";
import type { User } from "../../../shared/contracts";
import { ROLES } from "../../../shared/principal";
import { BaseCommand } from "../../base-command";
import { paint } from "../../colours";
import { readLine } from "../../read-line";
import { randomPassword } from "../../seed/password";

export default class UsersCreate extends BaseCommand {
  static override summary = "Make an account, e.g. that of the first administrator.";
  static override description =
    "Without --password-stdin it makes up a password and prints it. Unless it is confirmed, the " +
    "account gets a mail with a link to confirm its address.";
  static override enableJsonFlag = true;
  static override args = {
    email: Args.string({
      description: "The e-mail address of the account.",
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    role: Flags.option({
      description: "What the account may do.",
      options: ROLES,
      default: "user" as const,
    })(),
    confirmed: Flags.boolean({ description: "Take the address as confirmed." }),
    "password-stdin": Flags.boolean({
      description: "Read the password from stdin: one line of UTF-8.",
    }),
  };
  static override examples = [
    "jumar users create ada@example.com --role admin --confirmed",
    "jumar users create ada@example.com --password-stdin < password.txt",
  ];

  async run(): Promise<User & { password?: string }> {
    const { args, flags } = await this.parse(UsersCreate);
    const config = await this.readConfig();
    const given = flags["password-stdin"] ? await readLine("the password") : undefined;
    const password = given ?? randomPassword(config);
    const { OPERATOR, operate } = await import("../../operate.js");
    const { user } = await operate(config, "accounts", ({ accounts }) =>
      accounts.createUser(
        { email: args.email, password, role: flags.role, confirmed: flags.confirmed },
        OPERATOR,
      ),
    );
    this.log(
      `Made ${user.role === "admin" ? "the administrator" : "the user"} ${paint("bold", user.email)}.`,
    );
    this.log(`id: ${user.id}`);
    if (given !== undefined) return user;
    this.log(`password: ${paint("bold", password)}`);
    return { ...user, password };
  }
}

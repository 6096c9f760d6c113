import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import { countOf } from "../../progress";
import { UsageError } from "../../usage-error";

export default class SessionsRevoke extends BaseCommand {
  static override summary = "End sessions: some by their ids, or every one of a user.";
  static override description =
    "Whoever uses one is logged out at once. Of several ids all are ended, or none when one of them " +
    "is over already.";
  static override enableJsonFlag = true;
  static override args = {
    sessions: Args.string({
      description: "The sessions' ids.",
      multiple: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    user: Flags.string({ description: "The user, by id or e-mail address.", helpValue: "USER" }),
    all: Flags.boolean({
      description: "Every session of the user, which is what --user alone means too.",
      dependsOn: ["user"],
    }),
  };
  static override examples = [
    "jumar sessions revoke session_01h455vb4pex5vsknk084sn02q",
    "jumar sessions revoke --user ada@example.com --all",
  ];

  async run(): Promise<{ ended: string[] }> {
    const { argv, flags } = await this.parse(SessionsRevoke);
    const ids = argv as string[];
    const { user: name } = flags;
    if (ids.length > 0 === (name !== undefined)) {
      throw new UsageError("name the sessions to end by their ids, or a user with --user");
    }
    const config = await this.readConfig();
    const { operate } = await import("../../operate.js");
    const { revokeAllOf, revokeSome } = await import("../../sessions/revoke.js");
    const answer = await operate(config, "accounts", (call) =>
      name === undefined ? revokeSome(call, ids) : revokeAllOf(call, name),
    );
    const { length } = answer.ended;
    this.log(
      length === 0 ? `${name} is logged in nowhere.` : `Ended ${countOf(length, "session")}.`,
    );
    return answer;
  }
}

import { BaseCommand } from "../../base-command";
import { type OpenSession, sessionColumns } from "../../sessions/session-table";
import { toTable } from "../../table";
import { userArgument } from "../../users/user-argument";

export default class SessionsList extends BaseCommand {
  static override summary = "List where a user is logged in, the newest session first.";
  static override enableJsonFlag = true;
  static override args = { user: userArgument };
  static override examples = ["jumar sessions list ada@example.com"];

  async run(): Promise<OpenSession[]> {
    const { args } = await this.parse(SessionsList);
    const config = await this.readConfig();
    const { OPERATOR, operate } = await import("../../operate.js");
    const { findUser } = await import("../../users/find-user.js");
    const { user, sessions } = await operate(config, "accounts", async (call) => {
      const found = await findUser(call, args.user);
      const { data } = await call.accounts.listSessionsOf({ user_id: found.id }, OPERATOR);
      return { user: found, sessions: data };
    });
    if (sessions.length === 0) this.log(`${user.email} is logged in nowhere.`);
    else for (const line of toTable(sessions, sessionColumns)) this.log(line);
    return sessions;
  }
}

import { Flags } from "@oclif/core";
import type { User } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { firstOf } from "../../pages";
import { toTable } from "../../table";
import { userColumns } from "../../users/user-table";

const SORTS = ["-created_at", "created_at", "email", "-email"] as const;

export default class UsersList extends BaseCommand {
  static override summary = "List users, the newest first, or find some.";
  static override description =
    "It asks the search, which hears of changes by their events, a moment later.";
  static override enableJsonFlag = true;
  static override flags = {
    query: Flags.string({
      description:
        "Only who is found by this: the beginning of an address, parts of it, or nearly.",
      helpValue: "TEXT",
    }),
    confirmed: Flags.boolean({
      description: "Only who has confirmed their address, or (--no-confirmed) who has not.",
      allowNo: true,
    }),
    sort: Flags.option({
      description: "The order without --query; what is found comes best first.",
      options: SORTS,
      default: "-created_at" as const,
    })(),
    limit: Flags.integer({ description: "How many at most.", default: 20, min: 1, max: 100_000 }),
    all: Flags.boolean({ description: "All of them.", exclusive: ["limit"] }),
  };
  static override examples = [
    "jumar users list --query ada",
    "jumar users list --no-confirmed --sort email --all --json",
  ];

  async run(): Promise<User[]> {
    const { flags } = await this.parse(UsersList);
    const config = await this.readConfig();
    const { OPERATOR, operate } = await import("../../operate.js");
    const filter = {
      ...(flags.query === undefined ? {} : { query: flags.query }),
      ...(flags.confirmed === undefined ? {} : { confirmed: `${flags.confirmed}` as const }),
      sort: flags.sort,
    };
    const users = await operate(config, "search", ({ search }) =>
      firstOf(flags.all ? Infinity : flags.limit, (page) =>
        search.users({ ...filter, ...page }, OPERATOR),
      ),
    );
    if (users.length === 0) this.log("There are no such users.");
    else for (const line of toTable(users, userColumns)) this.log(line);
    return users;
  }
}

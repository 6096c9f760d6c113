import { Flags } from "@oclif/core";
import type { AuditEntry } from "../../../shared/contracts";
import { entryColumns } from "../../audit/entry-table";
import { BaseCommand } from "../../base-command";
import { sinceFlag, subjectFlag, untilFlag } from "../../events/filter-flags";
import { firstOf } from "../../pages";
import { toTable } from "../../table";

export default class AuditList extends BaseCommand {
  static override summary = "Show the audit trail, the newest entries first.";
  static override enableJsonFlag = true;
  static override flags = {
    actor: Flags.string({
      description: "Only by this one: a user's id, operator, system or anonymous.",
      helpValue: "ACTOR",
    }),
    subject: subjectFlag,
    type: Flags.string({ description: "Only this type.", helpValue: "TYPE" }),
    since: sinceFlag,
    until: untilFlag,
    limit: Flags.integer({ description: "How many at most.", default: 20, min: 1, max: 100_000 }),
  };
  static override examples = [
    "jumar audit list --actor operator --since 7d",
    "jumar audit list --subject user_01h455vb4pex5vsknk084sn02q --json",
  ];

  async run(): Promise<AuditEntry[]> {
    const { flags } = await this.parse(AuditList);
    const { filtersOf } = await import("../../events/filters.js");
    const filters = filtersOf(flags);
    const config = await this.readConfig();
    const { OPERATOR, operate } = await import("../../operate.js");
    const actor = flags.actor === undefined ? {} : { actor: flags.actor };
    const entries = await operate(config, "audit", ({ audit }) =>
      firstOf(flags.limit, (page) => audit.list({ ...filters, ...actor, ...page }, OPERATOR)),
    );
    if (entries.length === 0) this.log("There are no such entries.");
    else for (const line of toTable(entries, entryColumns)) this.log(line);
    return entries;
  }
}

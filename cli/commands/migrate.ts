import { Flags } from "@oclif/core";
import type { DroppedRoles, MigrationStep, RoleChanges } from "../../shared/database";
import { BaseCommand } from "../base-command";
import { lineOf, noticeOf, summaryOf } from "../migrate/step-lines";
import { secondsSince } from "../seconds-since";

export default class Migrate extends BaseCommand {
  static override summary =
    "Bring the database's schema up to date; create the database if it is absent.";
  static override description =
    "Runs what is pending, one step at a time, and may run in several places at once: one works, the " +
    "others wait. Ctrl-C ends it after the step under way.";
  static override enableJsonFlag = true;
  static override flags = {
    plan: Flags.boolean({ description: "Print what would be run, without running it." }),
    "drop-shared-roles": Flags.boolean({
      description:
        "Also take their rights from the roles that earlier releases shared between databases, and drop those that nobody uses.",
      exclusive: ["plan"],
    }),
  };
  static override examples = ["jumar migrate", "jumar migrate --plan --json"];

  async run(): Promise<MigrationStep[]> {
    const { flags } = await this.parse(Migrate);
    const config = await this.readConfig();
    const { migrateDatabase, planMigration } = await import("../migrate/migrate-database.js");
    const onStep = (step: MigrationStep): void => this.log(lineOf(step));
    if (flags.plan) {
      const pending = await planMigration(config);
      pending.forEach(onStep);
      this.log(pending.length === 0 ? UP_TO_DATE : summaryOf(pending, "would be run"));
      return pending;
    }
    const startedAt = performance.now();
    const onCreated = (name: string): void => this.log(`created the database ${name}`);
    const onRoles = (changes: RoleChanges): void => {
      for (const line of rolesLines(changes)) this.log(line);
    };
    const onNewer = (newer: MigrationStep[]): void =>
      this.log(`A newer version has migrated the database: ${summaryOf(newer, "left as found")}`);
    const onNotice = (line: string): void => this.log(noticeOf(line));
    const onDropped = (roles: DroppedRoles): void => this.log(droppedLine(roles));
    const listener = { onStep, onNotice, onCreated, onRoles, onNewer, onDropped };
    const dropsRoles = flags["drop-shared-roles"];
    const done = await migrateDatabase(config, listener, { dropsRoles });
    const seconds = secondsSince(startedAt);
    this.log(done.length === 0 ? UP_TO_DATE : summaryOf(done, `run in ${seconds} s`));
    return done;
  }
}

const UP_TO_DATE = "Nothing to do: the database is up to date.";

function droppedLine({ dropped, kept }: DroppedRoles): string {
  const parts = [
    ...(dropped.length > 0 ? [`dropped the roles ${dropped.join(", ")}`] : []),
    ...(kept.length > 0 ? [`left to other databases ${kept.join(", ")}`] : []),
  ];
  return parts.length > 0 ? parts.join("; ") : "there are no roles of earlier releases";
}

function rolesLines({ created, granted, revoked, leftOut }: RoleChanges): string[] {
  if (leftOut !== undefined) {
    return [
      `Services have no roles of their own: ${leftOut}. They act as the user of DATABASE_URL.`,
    ];
  }
  return [
    ...(created.length > 0 ? [`made the roles ${created.join(", ")}`] : []),
    ...(granted + revoked > 0 ? [`granted ${granted} rights, revoked ${revoked}`] : []),
  ];
}

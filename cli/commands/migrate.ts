import { Flags } from "@oclif/core";
import { BaseCommand } from "../base-command";
import { paint } from "../colours";
import type { MigrationStep } from "../../shared/database";

export default class Migrate extends BaseCommand {
  static override summary =
    "Bring the database's schema up to date; create the database if it is absent.";
  static override description =
    "Runs what is pending, one step at a time, and may run in several places at once: one works, the " +
    "others wait. Ctrl-C ends it after the step under way.";
  static override enableJsonFlag = true;
  static override flags = {
    plan: Flags.boolean({ description: "Print what would be run, without running it." }),
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
      this.log(summaryOf(pending, "would be run"));
      return pending;
    }
    const startedAt = performance.now();
    const onCreated = (name: string): void => this.log(`created the database ${name}`);
    const done = await migrateDatabase(config, { onStep, onCreated });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    this.log(summaryOf(done, `run in ${seconds} s`));
    return done;
  }
}

function lineOf({ service, migration }: MigrationStep): string {
  return `${paint("dim", service.padEnd(12))} ${migration}`;
}

function summaryOf(steps: MigrationStep[], what: string): string {
  if (steps.length === 0) return "Nothing to do: the database is up to date.";
  return `${steps.length} ${steps.length === 1 ? "migration" : "migrations"} ${what}.`;
}

import { Args } from "@oclif/core";
import type { MigrationStep } from "../../shared/database";
import { BaseCommand } from "../base-command";
import { showHelp } from "../help";
import { lineOf, noticeOf, summaryOf } from "../migrate/step-lines";
import { secondsSince } from "../seconds-since";

/** No VERSION, no guess. */
const USED_WRONGLY = 2;

export default class Rollback extends BaseCommand {
  static override summary =
    "Undo migrations, down to a version. What is in the tables that go is lost.";
  static override description =
    "VERSION is a service with its last migration that stays: accounts/0009-limits, or accounts/9 for " +
    "short. accounts/0 undoes all of accounts, 0 everything. Stop what runs with the newer schema " +
    "first. Ctrl-C ends it after the step under way.";
  static override enableJsonFlag = true;
  static override args = {
    version: Args.string({ description: "What stays.", ignoreStdin: true }),
  };
  static override examples = ["jumar rollback accounts/0009-limits", "jumar rollback 0 --json"];

  async run(): Promise<MigrationStep[]> {
    const { args } = await this.parse(Rollback);
    if (args.version === undefined) {
      await showHelp(this.config, ["rollback"]);
      process.exitCode = USED_WRONGLY;
      return [];
    }
    const config = await this.readConfig();
    const { rollbackDatabase } = await import("../migrate/rollback-database.js");
    const startedAt = performance.now();
    const undone = await rollbackDatabase(config, args.version, {
      onStep: (step) => this.log(lineOf(step)),
      onNotice: (line) => this.log(noticeOf(line)),
    });
    const seconds = secondsSince(startedAt);
    this.log(
      undone.length === 0
        ? `Nothing to do: nothing later than ${args.version} was run.`
        : summaryOf(undone, `undone in ${seconds} s`),
    );
    return undone;
  }
}

import { Flags } from "@oclif/core";
import { BaseCommand } from "../base-command";
import { paint } from "../colours";
import { CommandError } from "../command-error";
import { format, startProgress } from "../progress";
import { secondsSince } from "../seconds-since";
import type { Seeded } from "../seed/seed-database";

export default class Seed extends BaseCommand {
  static override summary = "Fill an empty database with demo data.";
  static override description =
    "Makes an administrator, `admin@example.com`, and some users, all confirmed and with one random " +
    "password, which it prints. It refuses when any table has rows.";
  static override enableJsonFlag = true;
  static override flags = {
    force: Flags.boolean({
      char: "f",
      description: "Delete everything in the database first instead of refusing.",
    }),
    users: Flags.integer({
      description: "Make this many users beside the administrator.",
      helpValue: "N",
      min: 0,
      max: 10_000_000,
    }),
    "allow-production": Flags.boolean({ description: "Do it even with NODE_ENV=production." }),
  };
  static override examples = [
    { description: "Make an administrator and four users.", command: "jumar seed" },
    { description: "Begin anew with many users.", command: "jumar seed --force --users 100000" },
  ];

  async run(): Promise<Seeded> {
    const { flags } = await this.parse(Seed);
    const config = await this.readConfig();
    if (config.environment === "production" && !flags["allow-production"]) {
      throw new CommandError(
        "demo data does not belong into production; --allow-production makes it all the same",
      );
    }
    const { seedDatabase } = await import("../seed/seed-database.js");
    const startedAt = performance.now();
    const progress = startProgress(flags.users ?? 0, "users");
    let seeded: Seeded;
    try {
      seeded = await seedDatabase({
        config,
        force: flags.force,
        users: flags.users,
        onEmptied: (tables) => this.log(`Emptied ${tables} tables.`),
        onProgress: progress.update,
      });
    } finally {
      progress.end();
    }
    const seconds = secondsSince(startedAt);
    this.log(
      `Made an administrator and ${format(seeded.users)} users in ${seconds} s; they share one password.\n`,
    );
    this.log(`email: ${paint("bold", seeded.email)}`);
    this.log(`password: ${paint("bold", seeded.password)}`);
    return seeded;
  }
}

import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../base-command";
import { checkServiceNames } from "../platform/service-names";

export default class Start extends BaseCommand {
  static override summary = "Start services in this process: all of them, or those named.";
  static override description =
    "Without configuration everything is embedded: PostgreSQL, with its data in .jumar, a mailbox " +
    "for mails, and no broker. Ctrl-C or SIGTERM stops it once the work in flight is done.";
  static override args = {
    services: Args.string({
      description: "The services to start; all of them if none is named.",
      multiple: true,
    }),
  };
  static override flags = {
    migrate: Flags.boolean({
      description: "Migrate the database first. The embedded one is always migrated.",
    }),
  };
  static override examples = [
    { description: "Start everything in one process.", command: "jumar start" },
    {
      description: "Start two services and migrate the database first.",
      command: "jumar start web-gateway accounts --migrate",
    },
  ];

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Start);
    const services = checkServiceNames(argv as string[]);
    const config = await this.readConfig();
    const { runPlatform } = await import("../platform/run-platform.js");
    await runPlatform({
      config,
      version: this.config.version,
      ...(services.length > 0 ? { services } : {}),
      ...(flags.migrate ? { migrate: true } : {}),
    });
  }
}

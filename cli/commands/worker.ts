import { BaseCommand } from "../base-command";

export default class Worker extends BaseCommand {
  static override summary =
    "Start what works in the background: the services that hear events, and the relays.";
  static override description =
    "Everything but the web server and the services that only answer calls. Beside " +
    "`jumar start web-gateway accounts` it makes up the recommended set of processes.";

  async run(): Promise<void> {
    await this.parse(Worker);
    const config = await this.readConfig();
    const { subscriberNames } = await import("../../shared/contracts/index.js");
    const { runPlatform } = await import("../platform/run-platform.js");
    const { version } = this.config;
    await runPlatform({ config, version, services: subscriberNames, relays: "all" });
  }
}

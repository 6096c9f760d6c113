import { BaseCommand } from "../base-command";

export default class Server extends BaseCommand {
  static override summary = "Start the web server only: the service web-gateway.";
  static override description =
    "The services it calls run in other processes, which it reaches through AMQP_URL.";

  async run(): Promise<void> {
    await this.parse(Server);
    const config = await this.readConfig();
    const { runPlatform } = await import("../platform/run-platform.js");
    await runPlatform({ config, version: this.config.version, services: ["web-gateway"] });
  }
}

import { BaseCommand } from "../base-command";

export default class Version extends BaseCommand {
  static override summary = "Print the version of Jumar.";
  static override enableJsonFlag = true;

  async run(): Promise<{ name: string; version: string }> {
    await this.parse(Version);
    this.log(`Jumar ${this.config.version}`);
    return { name: "jumar", version: this.config.version };
  }
}

import { Args } from "@oclif/core";
import { BaseCommand } from "../base-command";
import { showHelp } from "../help";

export default class Help extends BaseCommand {
  static override summary = "Explain a command, or list them all.";
  static override args = {
    command: Args.string({ description: "The command to explain.", multiple: true }),
  };
  static override examples = ["jumar help", "jumar help start"];

  async run(): Promise<void> {
    const { argv } = await this.parse(Help);
    await showHelp(this.config, argv as string[]);
  }
}

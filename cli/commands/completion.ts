import { Args } from "@oclif/core";
import { BaseCommand } from "../base-command";
import { completionScript, type Shell, SHELLS } from "../completion/scripts";
import { placesOf } from "../completion/words";

export default class Completion extends BaseCommand {
  static override summary = "Print a script that has a shell complete commands and flags.";
  static override description =
    "It is made from the commands of this version; print it again after an update.";
  static override args = {
    shell: Args.string({
      description: "The shell.",
      required: true,
      options: [...SHELLS],
      ignoreStdin: true,
    }),
  };
  static override examples = [
    { description: "For this bash session.", command: "source <(jumar completion bash)" },
    {
      description: "For every one from now on.",
      command: "jumar completion bash > ~/.local/share/bash-completion/completions/jumar",
    },
  ];

  async run(): Promise<void> {
    const { args } = await this.parse(Completion);
    process.stdout.write(completionScript(args.shell as Shell, placesOf(this.config)));
  }
}

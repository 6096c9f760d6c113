import { CommandHelp, type Config, Help, type Interfaces } from "@oclif/core";
import { paint } from "./colours";
import { findCommand, UnknownCommandError } from "./find-command";

const WIDEST = 100;

const ROOT = `${paint("bold", "USAGE")}
  $ jumar [COMMAND]

Without a command it starts everything in this process, as \`jumar start\` does.
Its settings are environment variables; docs/ lists them.`;

const EXIT_CODES = `${paint("bold", "EXIT CODES")}
  0  It is done.
  1  It failed; one line on stderr says why.
  2  The command line was wrong.`;

/** Prints the help of whatever the words name: a command, a topic or, without words, everything. */
export async function showHelp(config: Config, argv: string[]): Promise<void> {
  const words = argv.filter((word) => !word.startsWith("-"));
  const help = new JumarHelp(config);
  if (words.length === 0) return await help.showHelp([]);
  const found = findCommand(config, words);
  if ("command" in found) return await help.showCommandHelp(found.command);
  if ("topic" in found) return await help.showHelp([found.topic.name]);
  throw new UnknownCommandError(config, words);
}

/** The help of oclif in our words, not wider than can be read. */
export class JumarHelp extends Help {
  protected override CommandHelpClass = JumarCommandHelp;

  constructor(config: Config, options: Partial<Interfaces.HelpOptions> = {}) {
    super(config, { maxWidth: Math.min(process.stdout.columns ?? 80, WIDEST), ...options });
  }

  override formatRoot(): string {
    const { version, pjson } = this.config;
    return `${paint("bold", `Jumar ${version}`)}\n${this.wrap(String(pjson.description), 0)}\n\n${ROOT}`;
  }

  protected override async showRootHelp(): Promise<void> {
    await super.showRootHelp();
    this.log(EXIT_CODES);
  }
}

/** oclif repeats the summary, which stands above it all, in the description. */
class JumarCommandHelp extends CommandHelp {
  protected override description(): string | undefined {
    const { description } = this.command;
    return description === undefined ? undefined : this.wrap(description);
  }
}

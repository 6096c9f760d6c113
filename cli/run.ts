import { catchDefects } from "./defects";
import { fail } from "./fail";
import { tellFailuresAs } from "./failure";
import { findCommand, UnknownCommandError } from "./find-command";
import { showHelp } from "./help";
import { endWhenInterrupted } from "./interrupt";
import { loadCli } from "./load-cli";

/** Runs the command line and resolves to the exit code: 0 done, 1 failed, 2 used wrongly. */
export async function run(argv: string[]): Promise<number> {
  process.title = "jumar";
  tellFailuresAs(asks(argv, "--json") ? "json" : "text");
  catchDefects();
  endWhenInterrupted();
  const config = await loadCli();
  try {
    if (asks(argv, "-h", "--help")) {
      await showHelp(config, argv);
      return 0;
    }
    const found = asks(argv, "-v", "--version")
      ? findCommand(config, ["version", ...argv.filter((word) => word === "--json")])
      : findCommand(config, argv);
    if ("topic" in found) {
      await showHelp(config, argv);
      return 0;
    }
    if (!("command" in found)) throw new UnknownCommandError(config, argv);
    process.title = `jumar ${found.command.id.replaceAll(":", " ")}`;
    await config.runCommand(found.command.id, found.args, found.command);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return await fail(config, error);
  }
}

/** Whether one of these flags is there, wherever it stands; what follows `--` is no flag. */
function asks(argv: string[], ...flags: string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end === -1 ? undefined : end).some((word) => flags.includes(word));
}

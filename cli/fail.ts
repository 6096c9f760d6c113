import { constants } from "node:os";
import { type Command, type Config, Errors } from "@oclif/core";
import { JumarHelp } from "./help";
import { InterruptedError } from "./interrupt";
import { say } from "./say";
import { UsageError } from "./usage-error";

/** What oclif's parser throws: the command line does not fit the command. */
interface ParseError extends Errors.CLIError {
  parse?: { input?: { context?: { ctor?: Command.Class } } };
}

/** Says on stderr why a command failed, never with a stack or a secret; resolves to the exit code. */
export async function fail(config: Config, error: unknown): Promise<number> {
  if (error instanceof Errors.ExitError) return error.oclif.exit ?? 1;
  if (error instanceof InterruptedError) {
    say(error.message);
    return 128 + constants.signals[error.signal];
  }
  if (error instanceof UsageError) {
    say(error.message);
    return 2;
  }
  if (error instanceof Errors.CLIError) {
    say(inOurWords(error));
    await showUsage(config, error);
    return 2;
  }
  const { describeFailure } = await import("./describe-failure.js");
  for (const line of describeFailure(error)) say(line);
  return 1;
}

function inOurWords({ message }: Error): string {
  return message
    .replace(/\nSee more help with --help$/, "")
    .replace(/^Nonexistent flags?: /, "there is no flag ")
    .replace(/^Unexpected arguments?: /, "it does not take ")
    .replace(/^Parsing (--\S+)\s+Expected/, "$1: expected")
    .replace(/\s+/g, " ")
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

async function showUsage(config: Config, error: ParseError): Promise<void> {
  const id = error.parse?.input?.context?.ctor?.id;
  const command = id === undefined ? undefined : config.findCommand(id);
  if (!command) return;
  const help = new JumarHelp(config, {
    sections: ["usage", "arguments", "flags"],
    sendToStderr: true,
  });
  process.stderr.write("\n");
  await help.showCommandHelp(command);
}

import { constants } from "node:os";
import { type Config, Errors } from "@oclif/core";
import { tell, tellsJson } from "./failure";
import { JumarHelp } from "./help";
import { InterruptedError } from "./interrupt";
import { UsageError } from "./usage-error";
import { type ParseError, usageReason } from "./usage-words";

/** Says on stderr why a command failed, never with a stack or a secret; resolves to the exit code. */
export async function fail(config: Config, error: unknown): Promise<number> {
  if (error instanceof Errors.ExitError) return error.oclif.exit ?? 1;
  if (error instanceof InterruptedError) {
    tell({ code: "interrupted", reasons: [error.message] });
    return 128 + constants.signals[error.signal];
  }
  if (error instanceof UsageError) {
    tell({ code: "usage", reasons: [error.message] });
    return 2;
  }
  if (error instanceof Errors.CLIError) {
    tell({ code: "usage", reasons: [usageReason(error)] });
    if (!tellsJson()) await showUsage(config, error);
    return 2;
  }
  const { failureOf } = await import("./describe-failure.js");
  tell(failureOf(error));
  return 1;
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

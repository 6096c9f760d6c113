import { Command, Flags } from "@oclif/core";
import type { Config } from "../shared/config";

/** What every command of `jumar` has: `--help`, failures that end in one line, configuration on demand. */
export abstract class BaseCommand extends Command {
  static override baseFlags = {
    help: Flags.boolean({ char: "h", description: "Show this help.", helpGroup: "GLOBAL" }),
  };

  /** The configuration of the environment; throws a ConfigError that names what is wrong. */
  protected async readConfig(): Promise<Config> {
    // Only now, so that help and version answer at once and work whatever the environment is.
    const { loadConfig } = await import("../shared/config/index.js");
    return loadConfig(process.env);
  }

  /** oclif would print failures as JSON on stdout and forget them; they belong on stderr. */
  protected override async catch(error: Error): Promise<void> {
    throw error;
  }
}

import { Loggers, type LogLevels } from "moleculer";
import type { Logger } from "../../observability";

/** What our transporter tells of itself, once and with its cause. */
const TOLD = /^AMQP (failed to|connection (error|is closed)|channel is closed)/;

/** Moleculer's own messages through our logger, where the allow-list applies; its chatter at debug. */
export class MoleculerLogger extends Loggers.Base<object> {
  constructor(private readonly log: Logger) {
    super({});
  }

  override getLogHandler(): (level: LogLevels, args: unknown[]) => void {
    return (level, args) => {
      const message = args.find((arg) => typeof arg === "string") ?? "";
      // Whoever started the services gets the same error and says so.
      if (message.startsWith("Unable to start all services")) return;
      const err = args.find((arg) => arg instanceof Error);
      if (TOLD.test(message)) {
        this.log.debug(err ? { err } : {}, stripColours(message));
        return;
      }
      const ours = level === "info" ? "debug" : level === "fatal" ? "error" : level;
      this.log[ours](err ? { err } : {}, stripColours(message));
    };
  }
}

function stripColours(text: string): string {
  return text.replaceAll(/\u001b\[\d+m/g, "");
}

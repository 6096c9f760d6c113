import { Flags } from "@oclif/core";
import { BaseCommand } from "../base-command";
import { paint } from "../colours";
import type { Finding } from "../doctor/finding";

const MARKS = { ok: "✓", problem: "✗", "not used": "–" } as const;
const STYLES = { ok: "green", problem: "red", "not used": "dim" } as const;

export default class Doctor extends BaseCommand {
  static override summary =
    "Look at everything Jumar needs and say what to do about what is wrong.";
  static override description =
    "Checks the configuration, the database, its migrations and clock, what waits in the outbox, dead " +
    "letters, lost events and mails, the message broker and its queues, whether the processes that run " +
    "know each other's calls, and the mail server. Changes nothing, but for what --deep says. Exits with " +
    "1 when something is wrong.";
  static override enableJsonFlag = true;
  static override flags = {
    deep: Flags.boolean({
      description:
        "Also look for users that never were, as after a restore: search forgets them, the audit trail's are named.",
    }),
    "management-url": Flags.string({
      description: "Where RabbitMQ has its management API, if not at the standard port.",
    }),
  };
  static override examples = ["jumar doctor", "jumar doctor --json"];

  async run(): Promise<Finding[]> {
    const { flags } = await this.parse(Doctor);
    const findings = await this.examine(flags);
    for (const { part, state, detail, remedy } of findings) {
      this.log(`${paint(STYLES[state], MARKS[state])} ${part.padEnd(14)} ${detail}`);
      if (remedy !== undefined) this.log(`  ${" ".repeat(14)} → ${remedy}`);
    }
    if (findings.some(({ state }) => state === "problem")) process.exitCode = 1;
    return findings;
  }

  private async examine(flags: {
    deep: boolean;
    "management-url": string | undefined;
  }): Promise<Finding[]> {
    const { ConfigError } = await import("../../shared/config/index.js");
    const { ok, problem } = await import("../doctor/finding.js");
    let config;
    try {
      config = await this.readConfig();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map(({ variable, problem: wrong }) =>
        problem("configuration", `${variable} ${wrong}`, `correct ${variable}`),
      );
    }
    const { checkDatabase } = await import("../doctor/check-database.js");
    const { checkBroker } = await import("../doctor/check-broker.js");
    const { checkMail } = await import("../doctor/check-mail.js");
    const [database, broker, mail] = await Promise.all([
      checkDatabase(config, flags),
      checkBroker(config, flags["management-url"]),
      checkMail(config),
    ]);
    const isReached = broker.every(({ state }) => state !== "problem");
    const { checkFleet } = await import("../doctor/check-fleet.js");
    const fleet = isReached ? [await checkFleet(config)] : [];
    const configured = ok("configuration", `for ${config.environment}`);
    return [configured, ...database, ...broker, ...fleet, mail];
  }
}

import { Flags } from "@oclif/core";
import type { Verified } from "../../audit/verify";
import { BaseCommand } from "../../base-command";
import { format, startProgressLater } from "../../progress";
import { say } from "../../say";

export default class AuditVerify extends BaseCommand {
  static override summary = "Read the whole audit trail and say whether anybody has changed it.";
  static override description =
    "Exits with 1 when an entry was changed, removed, put in or moved, and names the first bad entry " +
    "of each chain. With --checkpoint it also finds a chain that was written anew as a whole.";
  static override enableJsonFlag = true;
  static override flags = {
    checkpoint: Flags.string({
      description: "Also compare with this checkpoint; may be given several times.",
      helpValue: "FILE",
      multiple: true,
    }),
    key: Flags.string({
      description:
        "Trust checkpoints of the key with this thumbprint too, e.g. of an earlier SECRET_KEY_BASE.",
      helpValue: "THUMBPRINT",
      multiple: true,
    }),
  };
  static override examples = [
    "jumar audit verify",
    "jumar audit verify --checkpoint checkpoint-2026-03-01.json",
  ];

  async run(): Promise<Verified> {
    const { flags } = await this.parse(AuditVerify);
    const { readCheckpoints } = await import("../../audit/checkpoint-files.js");
    const checkpoints = await readCheckpoints(flags.checkpoint ?? []);
    const config = await this.readConfig();
    const { operate } = await import("../../operate.js");
    const { describeProblem, verifyTrail } = await import("../../audit/verify.js");
    const { update: onProgress, end } = startProgressLater("entries");
    const verified = await operate(config, "audit", ({ audit }) =>
      verifyTrail(audit, checkpoints, { trusted: flags.key ?? [], onProgress }),
    ).finally(end);
    // As JSON they are printed with the rest.
    if (!this.jsonEnabled()) for (const problem of verified.problems) say(describeProblem(problem));
    if (verified.problems.length > 0) process.exitCode = 1;
    else {
      const compared = checkpoints.length > 0 ? ", and as the checkpoints say" : "";
      this.log(`The audit trail is whole: ${format(verified.entries)} entries${compared}.`);
    }
    return verified;
  }
}

import type { Checkpoint } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";

export default class AuditCheckpoint extends BaseCommand {
  static override summary = "Print a signed note of how far the audit trail goes, as JSON.";
  static override description =
    "Keep it where whoever can write into the database cannot: `jumar audit verify --checkpoint` then " +
    "finds a chain that was written anew or cut off since. The signature is a detached JWS by Ed25519 " +
    "over the canonical form (RFC 8785) of the rest, so that others can verify it too.";
  static override enableJsonFlag = true;
  static override examples = ["jumar audit checkpoint > checkpoint-2026-03-01.json"];

  async run(): Promise<Checkpoint> {
    await this.parse(AuditCheckpoint);
    const config = await this.readConfig();
    const { OPERATOR, operate } = await import("../../operate.js");
    const checkpoint = await operate(config, "audit", ({ audit }) =>
      audit.checkpoint({}, OPERATOR),
    );
    this.log(JSON.stringify(checkpoint, null, 2));
    return checkpoint;
  }
}

import { Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import type { Plan } from "../../deploy/plan";
import type { Step } from "../../deploy/step";

export default class DeployPlan extends BaseCommand {
  static override summary = "Print the commands that bring the platform to Fly.io, in their order.";
  static override description =
    "Runs nothing and knows no secret: where one is needed, the plan has the command that makes it. " +
    "The text is a shell script; docs/deployment.md explains each step.";
  static override enableJsonFlag = true;
  static override flags = {
    "app-prefix": Flags.string({
      description: "What each app's name begins with, such as jumar for jumar-accounts.",
      default: "jumar",
    }),
    region: Flags.string({
      description: "A region of Fly.io, the primary one first; repeat it for several.",
      multiple: true,
      required: true,
    }),
    org: Flags.string({ description: "The organisation's slug.", default: "personal" }),
    domain: Flags.string({
      description: "Where people will reach it, such as accounts.example.com.",
      required: true,
    }),
  };
  static override examples = [
    "jumar deploy plan --region fra --domain accounts.example.com",
    "jumar deploy plan --app-prefix acme --region fra --region ams --region arn --org acme --domain id.acme.com --json",
  ];

  async run(): Promise<Plan> {
    const { flags } = await this.parse(DeployPlan);
    const { readPlace } = await import("../../deploy/read-place.js");
    const { planDeployment } = await import("../../deploy/plan.js");
    const plan = planDeployment(readPlace(flags));
    this.log("#!/usr/bin/env bash\nset -euo pipefail");
    plan.setup.forEach((step, index) => this.log(`\n${textOf(step, `${index + 1}. `)}`));
    this.log("\n# That is all. What follows is for later.\nexit 0");
    for (const [heading, steps] of Object.entries({
      Access: plan.access,
      Updating: plan.updating,
    })) {
      for (const step of steps) this.log(`\n${textOf(step, `${heading}: `)}`);
    }
    return plan;
  }
}

function textOf({ name, why, commands }: Step, before: string): string {
  return [`# ${before}${name}`, `# ${why}`, ...commands].join("\n");
}

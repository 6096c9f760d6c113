import { Flags } from "@oclif/core";
import { BaseCommand } from "../base-command";
import { paint } from "../colours";
import { exitAfter, onInterrupt } from "../interrupt";

export default class Console extends BaseCommand {
  static override summary = "Open a prompt of JavaScript at which every action can be called.";
  static override description =
    "`call` has the actions of all services, as the operator calls them, e.g. " +
    '`await call.accounts.findUser({ email: "ada@example.com" })`; `.actions` lists them. `broker` is ' +
    "the Moleculer broker and `config` the configuration without its secrets. With AMQP_URL it joins " +
    "the fleet, without it runs the services itself. It also reads a script from stdin.";
  static override flags = {
    history: Flags.boolean({
      description: "Keep what is typed in the data folder, readable to its owner only.",
      default: true,
      allowNo: true,
    }),
  };
  static override examples = [
    "jumar console",
    "echo 'await call.accounts.countUsers()' | jumar console",
  ];

  async run(): Promise<void> {
    const { flags } = await this.parse(Console);
    const config = await this.readConfig();
    const { operate } = await import("../operate.js");
    const { callableServices } = await import("../console/operator-calls.js");
    const { startConsole } = await import("../console/start-console.js");
    await operate(config, callableServices, async (_, platform) => {
      onInterrupt(exitAfter);
      if (process.stdin.isTTY) {
        this.log(
          `${paint("bold", `Jumar ${this.config.version}`)}; .actions lists what can be called, .exit leaves.`,
        );
      }
      await startConsole(platform, config, flags);
    });
  }
}

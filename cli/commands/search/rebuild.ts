import { Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import { listenForInterrupt } from "../../interrupt";
import { format, startProgress } from "../../progress";
import type { Rebuilt } from "../../search/rebuild";
import { secondsSince } from "../../seconds-since";

export default class SearchRebuild extends BaseCommand {
  static override summary = "Put right what users are found by, while the platform serves.";
  static override description =
    "Compares every document with the users there are, or with the event log, and corrects it in " +
    "place: whoever searches meanwhile finds everything. Events that arrive meanwhile are kept: the " +
    "highest version of a user wins. It may run several times at once. After Ctrl-C what is corrected " +
    "stays, and the rest is as it was. The log only has the events that are kept, so --from events " +
    "leaves alone what it says nothing about, and finds no documents of users that are gone.";
  static override enableJsonFlag = true;
  static override flags = {
    from: Flags.option({
      description: "What to compare with.",
      options: ["users", "events"] as const,
      default: "users" as const,
    })(),
  };
  static override examples = ["jumar search rebuild", "jumar search rebuild --from events"];

  async run(): Promise<Rebuilt> {
    const { flags } = await this.parse(SearchRebuild);
    const { from } = flags;
    const config = await this.readConfig();
    const { publisherNames } = await import("../../../shared/contracts/index.js");
    const { OPERATOR, operate } = await import("../../operate.js");
    const { rebuildIndex } = await import("../../search/rebuild.js");
    const interrupt = listenForInterrupt(
      "stopped; what was corrected so far stays, and nothing is missing from the index",
    );
    const startedAt = performance.now();
    const rebuilt = await operate(
      config,
      ["search", "accounts", ...publisherNames],
      async ({ search }) => {
        const { count } = await search.countForRebuild({ from }, OPERATOR);
        const { update, end } = startProgress(count, from);
        return await rebuildIndex(search, from, { interrupt, onProgress: update }).finally(end);
      },
    );
    const seconds = secondsSince(startedAt);
    const { read, changed } = rebuilt;
    this.log(
      `Read ${format(read)} ${from} in ${seconds} s; ${changed === 0 ? "everything was right" : `${format(changed)} documents were corrected`}.`,
    );
    return rebuilt;
  }
}

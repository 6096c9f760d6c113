import type { Command, Config, Interfaces } from "@oclif/core";
import { nearest } from "./nearest";
import { UsageError } from "./usage-error";

type Found =
  { command: Command.Loadable; args: string[] } | { topic: Interfaces.Topic } | { unknown: string };

/**
 * The command that the first words name, the longest name first (`audit verify` before `audit`).
 * Without a word it is `start`, as in the original.
 */
export function findCommand(config: Config, argv: string[]): Found {
  const words = leadingWords(argv);
  if (words.length === 0) return withCommand(config, "start", argv) ?? { unknown: "start" };
  for (let length = words.length; length > 0; length -= 1) {
    const name = words.slice(0, length).join(":");
    const found = withCommand(config, name, argv.slice(length));
    if (found) return found;
    const topic = length === words.length ? config.findTopic(name) : undefined;
    if (topic) return { topic };
  }
  return { unknown: words.join(" ") };
}

/** There is no such command; names the one that was meant or lists those there are, below the topic if that much was right. */
export class UnknownCommandError extends UsageError {
  constructor(config: Config, argv: string[]) {
    const words = leadingWords(argv);
    const meant = nearestCommand(config, words);
    if (meant && meant.name !== meant.typed) {
      super(`there is no command ${meant.typed}; did you mean ${meant.name}?`);
      return;
    }
    const topic = config.findTopic(words[0] ?? "")?.name;
    const name = topic === undefined ? (words[0] ?? "") : words.slice(0, 2).join(" ");
    const commands = config.commands
      .filter(({ id, hidden }) => !hidden && (topic === undefined || id.startsWith(`${topic}:`)))
      .map(({ id }) => id.replaceAll(":", " "));
    super(`there is no command ${name}; there are ${commands.sort().join(", ")}`);
  }
}

/** The command or topic that the first words nearly name, in either order of two (`list users`). */
function nearestCommand(
  config: Config,
  words: readonly string[],
): { typed: string; name: string } | undefined {
  const commands = config.commands.filter(({ hidden }) => !hidden).map(({ id }) => id);
  const names = [...commands, ...config.topics.map(({ name }) => name)];
  const [first = "", second] = words;
  const readings = second === undefined ? [[first]] : [[first, second], [second, first], [first]];
  for (const reading of readings) {
    const alike = names.filter((name) => name.split(":").length === reading.length);
    const found = nearest(
      reading.join(" "),
      alike.map((name) => name.replaceAll(":", " ")),
    );
    if (found !== undefined)
      return { typed: words.slice(0, reading.length).join(" "), name: found };
  }
  return undefined;
}

function withCommand(config: Config, id: string, args: string[]): Found | undefined {
  const command = config.findCommand(id);
  return command && { command, args };
}

function leadingWords(argv: string[]): string[] {
  const end = argv.findIndex((word) => word.startsWith("-"));
  return end === -1 ? argv : argv.slice(0, end);
}

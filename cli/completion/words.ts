import type { Command, Config } from "@oclif/core";

/** One thing that can come next on the command line. */
export interface Word {
  word: string;
  summary: string;
  /** Of a flag: the values it takes; none when they are anybody's guess. Undefined: it takes none. */
  values?: readonly string[];
}

/** What can follow a command or topic, e.g. `users list`; the empty path is the beginning. */
export interface Place {
  path: string;
  words: Word[];
}

/** Everything that can be typed, place by place, from the commands there are. */
export function placesOf(config: Config): Place[] {
  const places = new Map<string, Word[]>([["", []]]);
  const commands = config.commands.filter(({ hidden }) => !hidden);
  for (const command of commands.sort((a, b) => a.id.localeCompare(b.id))) {
    const parts = command.id.split(":");
    for (const [index, part] of parts.entries()) {
      const path = parts.slice(0, index).join(" ");
      const name = parts.slice(0, index + 1).join(":");
      const words = places.get(path) ?? [];
      places.set(path, words);
      if (words.some(({ word }) => word === part)) continue;
      const summary = name === command.id ? command.summary : config.findTopic(name)?.description;
      words.push({ word: part, summary: summary ?? "" });
    }
    places.set(parts.join(" "), wordsAfter(command));
  }
  return [...places].map(([path, words]) => ({ path, words }));
}

function wordsAfter({ args, flags }: Command.Loadable): Word[] {
  const values = Object.values(args).flatMap(({ options = [], description = "" }) =>
    options.map((word) => ({ word, summary: description })),
  );
  return [...values, ...Object.entries(flags).flatMap(([name, flag]) => wordsOf(name, flag))];
}

function wordsOf(name: string, flag: Command.Flag.Cached): Word[] {
  if (flag.hidden) return [];
  const summary = flag.summary ?? flag.description ?? "";
  if (flag.type === "option") {
    return [{ word: `--${name}`, summary, values: flag.options ?? [] }];
  }
  const negated = flag.allowNo ? [{ word: `--no-${name}`, summary }] : [];
  return [{ word: `--${name}`, summary }, ...negated];
}

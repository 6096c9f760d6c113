import type { Command, Config } from "@oclif/core";

const HEAD = `# The command line: \`jumar\`

<!-- Made from the commands by \`npm run docs:cli\`; change it there. -->

Every command has \`--help\`; those that print data have \`--json\` (an array for lists, an object for
one). Exit code 0: done; 1: failed, one line on stderr says why; 2: the command line was wrong; 130:
stopped by Ctrl-C. With \`--json\` a failure is JSON too, the last line on stderr:
\`{"error": {"code", "message", "errors"?}}\`. \`code\` is one of the HTTP API's or \`usage\`,
\`configuration\`, \`interrupted\`, \`output\` (it could not be written) or \`failed\`; \`errors\` names each
wrong field or variable with \`pointer\`, \`code\` and \`detail\`.

Without a command \`jumar\` does what \`jumar start\` does. Settings are environment variables, which the README
lists. \`jumar completion\` makes a shell complete all this.
`;

/** docs/cli.md: every command with what it takes, as Markdown. */
export function referencePage(config: Config): string {
  const commands = config.commands
    .filter(({ hidden }) => !hidden)
    .sort((a, b) => a.id.localeCompare(b.id));
  const lines = commands.map(
    ({ id, summary }) =>
      `- [\`jumar ${nameOf(id)}\`](#jumar-${id.replaceAll(":", "-")}): ${summary}`,
  );
  return [HEAD, lines.join("\n"), ...commands.map(section)].join("\n") + "\n";
}

function section(command: Command.Loadable): string {
  const { id, summary = "", description, args, flags } = command;
  const parts = [`\n## \`jumar ${nameOf(id)}\``, summary];
  if (description !== undefined) parts.push(description);
  parts.push(`\`\`\`sh\n${usageOf(command)}\n\`\`\``);
  const rows = [
    ...Object.values(args).map((arg) => [argumentName(arg), arg.description ?? "", arg.options]),
    ...Object.entries(flags)
      .filter(([name, flag]) => !flag.hidden && name !== "help" && name !== "json")
      .map(([name, flag]) => [flagName(name, flag), flag.description ?? "", optionsOf(flag)]),
  ] as [string, string, string[] | undefined][];
  if (rows.length > 0) parts.push(rows.map(toItem).join("\n"));
  const examples = (command.examples ?? []).map(exampleOf);
  if (examples.length > 0) parts.push(`\`\`\`sh\n${examples.join("\n")}\n\`\`\``);
  return parts.join("\n\n");
}

function toItem([name, description, options]: [string, string, string[] | undefined]): string {
  const oneOf = options?.length ? ` One of ${options.map((o) => `\`${o}\``).join(", ")}.` : "";
  return `- \`${name}\`: ${description}${oneOf}`;
}

function usageOf({ id, args, flags }: Command.Loadable): string {
  const names = Object.values(args).map((arg) => {
    const name = argumentName(arg);
    return arg.required ? name : `[${name}]`;
  });
  const json = "json" in flags ? ["[--json]"] : [];
  const own = Object.keys(flags).filter((name) => name !== "help" && name !== "json");
  return ["jumar", nameOf(id), ...names, ...(own.length > 0 ? ["[FLAGS]"] : []), ...json].join(" ");
}

function argumentName({ name, multiple }: Command.Arg.Cached): string {
  return `${name.toUpperCase()}${multiple ? "..." : ""}`;
}

function flagName(name: string, flag: Command.Flag.Cached): string {
  const short = flag.char === undefined ? "" : `-${flag.char}, `;
  if (flag.type === "boolean") return `${short}--${flag.allowNo ? "[no-]" : ""}${name}`;
  const { helpValue } = flag;
  const preset: unknown = flag.default;
  const value = typeof helpValue === "string" ? helpValue : "VALUE";
  const standard = typeof preset === "string" || typeof preset === "number" ? ` (${preset})` : "";
  return `${short}--${name} ${value}${standard}`;
}

function optionsOf(flag: Command.Flag.Cached): readonly string[] | undefined {
  return flag.type === "option" ? flag.options : undefined;
}

function exampleOf(example: Command.Example): string {
  if (typeof example === "string") return example;
  return `# ${example.description}\n${example.command}`;
}

function nameOf(id: string): string {
  return id.replaceAll(":", " ");
}

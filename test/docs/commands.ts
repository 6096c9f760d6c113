import { jumar } from "../cli/support";

/** The blocks of shell commands of a page. */
export function shellBlocks(page: string): string[] {
  return [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, code = ""]) => code);
}

/** Every `jumar …` in a page's commands and sentences, up to what cannot be a part of it. */
export function commandsIn(page: string): string[] {
  const lines = shellBlocks(page)
    .join("\n")
    .replaceAll(/\\\n\s*/g, " ");
  return [
    ...lines.matchAll(/(?:^|npx |AMQP_URL |_PORT=\d+ )jumar ([a-z][^"|>&\n]*)/gm),
    ...page.matchAll(/`jumar ([a-z][^`…]*)`/g),
  ].map(([, words = ""]) => words.trim());
}

/** That there is such a command, with the flags that it is given. */
export async function expectCommand(command: string): Promise<void> {
  const words = command.split(" ").filter((word) => /^[a-z-]/.test(word));
  const flagsFrom = words.findIndex((word, at) => at > 0 && word.startsWith("-")) >>> 0;
  // An argument may have the looks of a part of the name.
  const names = words.slice(0, flagsFrom).filter((word) => !word.includes("/"));
  const { code, stdout } = await jumar([...names.slice(0, 2), "--help"]);
  expect({ command, code }).toEqual({ command, code: 0 });
  for (const flag of words.filter((word) => word.startsWith("--"))) expect(stdout).toContain(flag);
}

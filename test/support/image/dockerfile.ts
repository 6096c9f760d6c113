/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  name: string;
  text: string;
}

/** The stages of a Dockerfile, each with its FROM first. */
export function stagesOf(dockerfile: string): Instruction[][] {
  const lines = dockerfile
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n");
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [, name = "", text = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === "") throw new Error(`no instruction of a Dockerfile: ${line}`);
    if (name === "FROM") stages.push([]);
    stages.at(-1)?.push({ name, text });
  }
  return stages;
}

/** What the last instruction of a name says; undefined when there is none. */
export function last(stage: readonly Instruction[], name: string): string | undefined {
  return stage.filter((instruction) => instruction.name === name).at(-1)?.text;
}

/** The words of an instruction in the form of a list. */
export function words(text: string | undefined): string[] {
  return JSON.parse(text ?? "[]") as string[];
}

/** A place in the tree that breaks a rule. */
export interface Finding {
  /** From the root of the tree, with slashes. */
  file: string;
  /** From 1. */
  line: number;
  rule: string;
  instead: string;
}

/** One line for people and for terminals that make a link of `file:line`. */
export function describe({ file, line, rule, instead }: Finding): string {
  return `${file}:${line}  ${rule}: ${instead}`;
}

/** Without those that say the same of the same place, in the order of their places. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const byText = new Map(findings.map((finding) => [describe(finding), finding]));
  return [...byText.values()].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.rule.localeCompare(b.rule),
  );
}

export interface ConfigProblem {
  variable: string;
  /** What is wrong and what to do, never the value. */
  problem: string;
}

/** The environment cannot be used as it is; names every variable that is wrong. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: ConfigProblem[];

  constructor(problems: ConfigProblem[]) {
    super(problems.map(({ variable, problem }) => `${variable} ${problem}`).join("; "));
    this.problems = problems;
  }
}

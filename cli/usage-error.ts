/** The command line was used wrongly (exit code 2); the message says what there is instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

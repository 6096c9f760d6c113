/**
 * Does the same for several at once, which a browser mostly waits for anyway. Everyone is waited for;
 * then it fails with what went wrong, each named by whose it was.
 */
export async function together<T>(
  everyone: readonly T[],
  nameOf: (one: T) => string,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const outcomes = await Promise.allSettled(everyone.map(work));
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === "fulfilled" ? [] : [{ whose: nameOf(everyone[index]!), ...outcome }],
  );
  const [first] = failures;
  if (!first) return;
  const reason: unknown = first.reason;
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const told = failures.map(({ whose, reason: why }) => `${whose}: ${String(why)}`);
  error.message = told.join("\n\n");
  throw error;
}

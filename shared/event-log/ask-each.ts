import type { PublisherName } from "../contracts";
import { AppError, isOutage } from "../errors";

/**
 * Asks publishers at once; the answers are in their order. Throws, when one is away, an error that
 * names it: what the others have would look like all there is.
 */
export async function askEach<T>(
  publishers: readonly PublisherName[],
  ask: (name: PublisherName) => Promise<T>,
): Promise<T[]> {
  return await Promise.all(publishers.map((name) => askOne(name, ask)));
}

/** The answer of the one publisher that has something. Throws `not_found` when every one says that it has not. */
export async function findInEach<T extends object>(
  publishers: readonly PublisherName[],
  ask: (name: PublisherName) => Promise<T>,
): Promise<T> {
  let missing: AppError | undefined;
  const answers = await askEach(publishers, async (name) => {
    try {
      return await ask(name);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "not_found") throw error;
      missing = error;
      return undefined;
    }
  });
  const found = answers.find((answer) => answer !== undefined);
  if (found) return found;
  throw missing ?? new AppError("not_found");
}

/** Asks one publisher, and names it when it is away. */
export async function askOne<T>(
  name: PublisherName,
  ask: (name: PublisherName) => Promise<T>,
): Promise<T> {
  try {
    return await ask(name);
  } catch (error) {
    if (!isOutage(error)) throw error;
    const { code, part = name, retryAfter = 1 } = error;
    const detail = error.detail ?? `the event log of ${name} cannot be read at the moment`;
    throw new AppError(code, { detail, part, retryAfter, cause: error.cause });
  }
}

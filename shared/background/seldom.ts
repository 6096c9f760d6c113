/** Looking takes at most a twentieth of the time. */
const REST = 20;

/**
 * Looks the less often the longer that takes: for a table from whose beginning rows were deleted, which are
 * read again with each look for as long as the database keeps them. Answers undefined in between.
 */
export function seldom<T>(look: () => Promise<T>): () => Promise<T | undefined> {
  let restUntil = 0;
  return async () => {
    const since = performance.now();
    if (since < restUntil) return undefined;
    try {
      return await look();
    } finally {
      const now = performance.now();
      restUntil = now + REST * (now - since);
    }
  };
}

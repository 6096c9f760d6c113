/** How long ago a moment of `performance.now()` was, in seconds, as it is shown. */
export function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

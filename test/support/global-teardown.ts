/** Stops the run's database, if one was started. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestDatabase?.();
}

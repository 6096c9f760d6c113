/** Stops what the run had shared, as far as it was started. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestParts?.();
}

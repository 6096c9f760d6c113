import { eventually as tryUntil, type NotYet } from "../../shared/testing/eventually";

/** For what hangs, not for what is slow: this machine may have other things to do. */
const PATIENCE = 120_000;

/** Tries until `check` neither throws nor answers undefined or false, and resolves with its answer. */
export async function eventually<T>(
  check: () => Promise<T | NotYet> | T | NotYet,
  withinMs = PATIENCE,
): Promise<T> {
  return await tryUntil(check, withinMs);
}

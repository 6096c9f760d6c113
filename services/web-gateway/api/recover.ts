import type { AppError } from "../../../shared/errors";
import { fromThrown } from "../../../shared/service";

/** Does the work. When it fails with an expected error, returns `instead`; rethrows every other error. */
export async function recover<T>(
  work: () => Promise<T>,
  isExpected: (error: AppError) => boolean,
  instead: (error: AppError) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = fromThrown(thrown);
    if (!isExpected(error)) throw thrown;
    return await instead(error);
  }
}

import type { Transaction } from "../connect";

/** Runs `work` once a transaction has committed; when it is rolled back, `otherwise` instead. */
export function afterCommit(
  trx: Transaction,
  work: () => void,
  otherwise: () => void = () => undefined,
): void {
  trx.executionPromise.then(work, otherwise);
}

import { counter, durations, stopwatch, withinTrace } from "../../observability";

const duration = durations(
  "jumar_database_transaction_duration_seconds",
  "Transactions with all their tries, by what became of them: committed or failed.",
  ["outcome"],
);

/** Transactions, those of one statement among them, that lost against others and were run again. */
export const retries = counter(
  "jumar_database_transaction_retries_total",
  "Transactions that lost against others and were run again.",
);

/** Times a transaction with all its tries, and shows it in the trace it belongs to. */
export async function measured<T>(
  name: "transaction" | "statement",
  work: () => Promise<T>,
): Promise<T> {
  const seconds = stopwatch();
  let outcome = "failed";
  try {
    const result = await withinTrace(name, ATTRIBUTES[name], work);
    outcome = "committed";
    return result;
  } finally {
    duration.observe({ outcome }, seconds());
  }
}

const ATTRIBUTES = {
  transaction: { "db.system.name": "postgresql", "db.operation.name": "TRANSACTION" },
  statement: { "db.system.name": "postgresql", "db.operation.name": "STATEMENT" },
};

import { counter } from "../../../shared/observability";

export const OUTCOMES = ["sent", "skipped", "failed", "given_up"] as const;

/** `sent`, `skipped` (no longer wanted), `failed` (tried again) or `given_up`. */
export const mails = counter(
  "jumar_mails_total",
  "Mails by kind and what came of a try: sent, skipped (no longer wanted), failed (tried again) or given_up.",
  ["kind", "outcome"],
);

/*
 * What a program does with the client: signs somebody up, logs them in, and follows what happens to
 * their account.
 */
import { bearerToken, createClient, newIdempotencyKey, ProblemError } from "jumar/client";

/** Makes an account; false when the address has one already. */
export async function signUp(baseUrl: string, email: string, password: string): Promise<boolean> {
  const jumar = createClient({ baseUrl });
  const idempotencyKey = newIdempotencyKey();
  for (;;) {
    try {
      await jumar.post("/users", { email, password }, { idempotencyKey });
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.has("/email", "email_taken")) return false;
      // Safe to send again: with the same key it is done once, whatever became of the first.
      if (error.retryAfter === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, error.retryAfter! * 1_000));
    }
  }
}

/** Logs in and tells what happens to the account until the session ends. */
export async function* follow(baseUrl: string, email: string, password: string) {
  const jumar = createClient({ baseUrl, credential: bearerToken() });
  await jumar.post("/sessions", { email, password, credential: "bearer" });

  for await (const { type, occurred_at } of jumar.each("/me/activity", { limit: 100 })) {
    yield `${occurred_at} ${type}`;
  }
  for await (const { type, time } of jumar.stream("/me/stream")) yield `${time} ${type}`;
}

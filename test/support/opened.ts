/** The answer to a log-in that opened a session. Throws where a second factor is due. */
export function opened<Answer extends object>(answer: Answer): Exclude<Answer, { login: unknown }> {
  if ("login" in answer) throw new Error("a second factor is due");
  return answer as Exclude<Answer, { login: unknown }>;
}

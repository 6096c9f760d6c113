import type { AppError } from "../../../shared/errors";

/** What `WWW-Authenticate` says of how to be let in (RFC 6750; where a session lives, RFC 9470). */
export function challengeOf({ code, stepUp }: AppError): string {
  if (code !== "insufficient_user_authentication") return "Bearer";
  const asked = { max_age: stepUp?.within, acr_values: stepUp?.assurance };
  const words = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`, ${name}="${value}"`],
  );
  return `Bearer error="${code}"${words.join("")}`;
}

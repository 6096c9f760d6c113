import type { Caller } from "../../shared/contracts";
import { generateTypeId } from "../../shared/ids";
import { type Role, userOf } from "../../shared/principal";

/** A user who calls through a session of theirs; through some session when it does not matter which. */
export function asUser(
  { id, role = "user" }: { id: string; role?: Role },
  session: { id: string } = { id: generateTypeId("session") },
): Caller {
  const now = new Date().toISOString();
  return {
    principal: {
      kind: "session",
      user: { id, role },
      session: { id: session.id },
      authenticatedAt: now,
      assurance: 1,
      readAt: now,
    },
  };
}

/** The user who calls; empty when there is none. */
export function userIdOf({ principal }: Caller): string {
  return userOf(principal)?.id ?? "";
}

/** The session through which somebody calls; empty when there is none. */
export function sessionIdOf({ principal }: Caller): string {
  return principal?.kind === "session" ? principal.session.id : "";
}

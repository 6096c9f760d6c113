/** What a user may be: administrators see and change everybody's accounts. */
export const ROLES = ["user", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** How sure it is who somebody is: 2 when proofs of two kinds were given (NIST 800-63B). */
export type Assurance = 1 | 2;

/** Who asks, as established by the gateway, the operator's CLI or another service, and signed by it. */
export type Principal = SessionPrincipal | OperatorPrincipal | ServicePrincipal;

/** A user who is logged in. Another way to act for a user is another kind with a `user`. */
export interface SessionPrincipal {
  kind: "session";
  user: { id: string; role: Role };
  session: { id: string };
  /** When the user last proved who they are, by the database's clock. */
  authenticatedAt: string;
  assurance: Assurance;
  /** When the session was read, by the same clock. */
  readAt: string;
}

/** Whoever runs the platform, through its CLI. */
export interface OperatorPrincipal {
  kind: "operator";
}

/** A service of the platform that acts of its own accord. */
export interface ServicePrincipal {
  kind: "service";
  service: string;
}

import type { Assurance, Principal, Role } from "../principal";
import type { Signer } from "../signing";

// As processes of the release before write it, too: the purpose and the shape stay, or neither would know the other's callers.
const PURPOSE = "scope";

/** A principal as it travels. What is optional the release before does not say. */
type Travelling =
  | {
      kind: "user";
      user_id: string;
      session_id: string;
      role: Role;
      authenticated_at?: string;
      assurance?: Assurance;
      read_at?: string;
    }
  | { kind: "operator" }
  | { kind: "service"; service: string };

interface Signed {
  scope: Travelling;
  at: number;
}

/** When nobody says when somebody proved who they are, it is too long ago for every action that asks. */
const LONG_AGO = new Date(0).toISOString();

/** In ms. Far beyond any call's life, and enough for clocks that are five minutes apart. */
export const MAX_AGE = 15 * 60_000;

/** A principal as text that can be neither changed nor used for long. */
export function signPrincipal(signer: Signer, principal: Principal): string {
  return signer.sign(PURPOSE, { scope: toTravelling(principal), at: Date.now() } satisfies Signed);
}

/** The principal of a text that was signed here not long ago; undefined otherwise, and for a kind that is not known here. */
export function readPrincipal(signer: Signer, signed: string): Principal | undefined {
  const payload = signer.verify(PURPOSE, signed) as Signed | undefined;
  if (!payload || Math.abs(Date.now() - payload.at) > MAX_AGE) return undefined;
  return fromTravelling(payload.scope);
}

function toTravelling(principal: Principal): Travelling {
  if (principal.kind !== "session") return principal;
  const { user, session, authenticatedAt, assurance, readAt } = principal;
  return {
    kind: "user",
    user_id: user.id,
    session_id: session.id,
    role: user.role,
    authenticated_at: authenticatedAt,
    assurance,
    read_at: readAt,
  };
}

function fromTravelling(travelling: Travelling): Principal | undefined {
  switch (travelling.kind) {
    case "user":
      return {
        kind: "session",
        user: { id: travelling.user_id, role: travelling.role },
        session: { id: travelling.session_id },
        authenticatedAt: travelling.authenticated_at ?? LONG_AGO,
        assurance: travelling.assurance ?? 1,
        readAt: travelling.read_at ?? new Date().toISOString(),
      };
    case "operator":
      return { kind: "operator" };
    case "service":
      return { kind: "service", service: travelling.service };
    default:
      return undefined;
  }
}

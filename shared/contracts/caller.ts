/** Who asks, as established by the gateway, the operator's CLI or another service, and signed by it. */
export type Scope =
  | { kind: "user"; user_id: string; session_id: string; role: "user" | "admin" }
  | { kind: "operator" }
  | { kind: "service"; service: string };

/** Who is calling, from where, within which request. */
export interface Caller {
  scope?: Scope;
  requestId?: string;
  ip?: string;
  userAgent?: string;
  traceparent?: string;
}

/** The word by which events and audit entries name who acted. */
export function actorOf(caller: Caller): string {
  switch (caller.scope?.kind) {
    case "user":
      return caller.scope.user_id;
    case "operator":
      return "operator";
    case "service":
      return "system";
    case undefined:
      return "anonymous";
  }
}

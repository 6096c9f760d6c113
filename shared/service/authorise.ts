import type { Access, Caller } from "../contracts";
import { AppError } from "../errors";

/** Lets a caller through to an action, or throws `unauthenticated` or `forbidden`. */
export function authorise(access: Access, { scope }: Caller): void {
  if (access === "anyone" || allowed(access, scope)) return;
  throw new AppError(scope ? "forbidden" : "unauthenticated");
}

function allowed(access: Exclude<Access, "anyone">, scope: Caller["scope"]): boolean {
  switch (access) {
    case "session":
      return scope?.kind === "user";
    case "admin":
      return scope?.kind === "operator" || (scope?.kind === "user" && scope.role === "admin");
    case "internal":
      return scope?.kind === "service" || scope?.kind === "operator";
  }
}

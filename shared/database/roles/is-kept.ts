/** Others depend on the role, or it is not the user's to drop. */
const NOT_OURS = new Set(["2BP01", "42501"]);

/** Whether dropping a role failed because others need it, or another user made it: it stays then. */
export function isKept(error: unknown): boolean {
  return NOT_OURS.has((error as { code?: string }).code ?? "");
}

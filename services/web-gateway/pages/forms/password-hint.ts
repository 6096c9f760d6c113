import type { Visit } from "../visits/visit";

/** What a new password has to be, said beside its field. */
export function passwordHint({ t, deps }: Pick<Visit, "t" | "deps">): string {
  return t("fields.password_hint", { count: deps.config.passwordMin });
}

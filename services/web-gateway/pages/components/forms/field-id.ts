/** The forms that stand on a page with others, so that names alone do not tell their fields apart. */
const SHARING = new Set(["email_change", "password_change", "deletion"]);

/** The id of a form's field on its page. */
export function fieldId(form: string, name: string): string {
  return SHARING.has(form) ? `${form}-${name}` : name;
}

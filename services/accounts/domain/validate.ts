import { contracts, parseParams } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";

const { register, resetPassword, changePassword, requestEmailChange } = contracts.accounts.actions;

const FORMS = {
  registration: register.params,
  password_reset: resetPassword.params,
  password_change: changePassword.params,
  email_change: requestEmailChange.params,
};

/**
 * What is wrong with a form that is being filled in, for the fields that are given. Nothing is hashed
 * or looked up, as in the original's live forms.
 */
export async function validate(
  _deps: object,
  params: { form: keyof typeof FORMS; fields: Record<string, unknown> },
) {
  const { form, fields } = params;
  try {
    parseParams(FORMS[form], fields);
    return await Promise.resolve({ errors: [] });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const about = (pointer: string) => pointer.split("/")[1] ?? "";
    return { errors: (error.errors ?? []).filter(({ pointer }) => about(pointer) in fields) };
  }
}

import { type Caller, contracts, parseParams } from "../../../shared/contracts";
import { AppError, type FieldError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { addressNotChanged, findUserById, ownerOf } from "../identity";

const { register, resetPassword, changePassword, requestEmailChange } = contracts.accounts.actions;

const FORMS = {
  registration: register.params,
  password_reset: resetPassword.params,
  password_change: changePassword.params,
  email_change: requestEmailChange.params,
};

interface Filled {
  form: keyof typeof FORMS;
  fields: Record<string, unknown>;
}

/**
 * What is wrong with a form that is being filled in, for the fields that are given. Nothing is hashed
 * and no other account is looked for, as in the original's live forms.
 */
export async function validate(
  { db }: Pick<AccountsDeps, "db">,
  { form, fields }: Filled,
  caller: Caller,
) {
  const errors = errorsOf(form, fields).filter(({ pointer }) =>
    Object.hasOwn(fields, pointer.split("/")[1] ?? ""),
  );
  const { email } = fields;
  const isRight = typeof email === "string" && !errors.some(({ pointer }) => pointer === "/email");
  if (form !== "email_change" || caller.principal?.kind !== "session" || !isRight)
    return { errors };
  const user = await findUserById(db, ownerOf(caller).userId);
  const own = user && addressNotChanged(user, email);
  return { errors: own ? [own, ...errors] : errors };
}

function errorsOf(form: Filled["form"], fields: Filled["fields"]): FieldError[] {
  try {
    parseParams(FORMS[form], fields);
    return [];
  } catch (error) {
    if (error instanceof AppError && error.errors) return error.errors;
    throw error;
  }
}

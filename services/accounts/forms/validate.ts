import { type Caller, contracts, parseParams, preparePassword } from "../../../shared/contracts";
import type { Database } from "../../../shared/database";
import { AppError, type FieldError } from "../../../shared/errors";
import { newPasswordProblem } from "../credentials";
import type { AccountsDeps } from "../deps";
import { addressNotChanged, findUserById, ownerOf, type UserRecord } from "../identity";

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
 * What is wrong with a form that is being filled in, for the fields that are given. Nothing is hashed,
 * no other account is looked for, as in the original's live forms, and no password among those from breaches.
 */
export async function validate(
  { db, config }: Pick<AccountsDeps, "db" | "config">,
  { form, fields }: Filled,
  caller: Caller,
) {
  const errors = errorsOf(form, fields).filter(({ pointer }) =>
    Object.hasOwn(fields, pointer.split("/")[1] ?? ""),
  );
  const right = (name: string): string | undefined => {
    const value = fields[name];
    const isWrong = errors.some(({ pointer }) => pointer === `/${name}`);
    return typeof value === "string" && !isWrong ? value : undefined;
  };
  const email = right("email");
  const password = right("password");
  const own: Partial<Record<Filled["form"], string | undefined>> = {
    email_change: email,
    password_change: password,
  };
  const user = own[form] === undefined ? undefined : await asker(db, caller);
  const further = [
    form === "email_change" && user && email !== undefined && addressNotChanged(user, email),
    password !== undefined &&
      newPasswordProblem(config, preparePassword(password), user?.email ?? email),
  ].filter((error) => typeof error === "object");
  return { errors: [...further, ...errors] };
}

/** Who fills the form in; undefined when nobody is logged in. */
async function asker(db: Database, caller: Caller): Promise<UserRecord | undefined> {
  if (caller.principal?.kind !== "session") return undefined;
  return await findUserById(db, ownerOf(caller).userId);
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

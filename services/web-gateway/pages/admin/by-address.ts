import { type ActionContract, parseParams } from "../../../../shared/contracts";
import { AppError, type FieldError } from "../../../../shared/errors";
import { recover } from "../../api/recover";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";

type Query = Readonly<Record<string, string>>;

interface Filtered<T> {
  /** The filters that are filled in, of which `names` may name a user by address. */
  query: Query;
  names: readonly string[];
  /** What the list takes. */
  params: ActionContract["params"];
  list(query: Query): Promise<T>;
}

/**
 * Lists by filters of which some name a user by address, where the list takes an id. Throws
 * `validation_failed` at each address that has no account, together with what else is wrong with the
 * filters; nothing is read then.
 */
export async function byAddress<T>(
  visit: Visit,
  { query, names, params, list }: Filtered<T>,
): Promise<T> {
  const asked = new Map(Object.entries(query));
  const errors: FieldError[] = [];
  for (const name of names) {
    const email = query[name];
    if (!email?.includes("@")) continue;
    const found = await idOf(visit, email);
    if (found !== undefined) asked.set(name, found);
    else {
      asked.delete(name);
      const detail = "is not the address of an account";
      errors.push({ pointer: `/${name}`, code: "no_account", detail });
    }
  }
  const given = Object.fromEntries(asked);
  if (errors.length === 0) return await list(given);
  throw new AppError("validation_failed", { errors: [...errors, ...errorsOf(params, given)] });
}

async function idOf(visit: Visit, email: string): Promise<string | undefined> {
  return await recover<string | undefined>(
    async () => (await act(visit, "accounts", "findUser", { email })).user.id,
    ({ code }) => code === "not_found" || code === "validation_failed",
    () => undefined,
  );
}

function errorsOf(params: ActionContract["params"], given: Query): readonly FieldError[] {
  try {
    parseParams(params, given);
    return [];
  } catch (error) {
    return error instanceof AppError ? (error.errors ?? []) : [];
  }
}

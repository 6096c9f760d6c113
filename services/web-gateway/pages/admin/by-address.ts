import { AppError, type FieldError } from "../../../../shared/errors";
import { act } from "../visits/act";
import { recover } from "../visits/recover";
import type { Visit } from "../visits/visit";

type Query = Readonly<Record<string, string>>;

/**
 * Lists by filters of which some name a user by address, where the list takes an id. Throws
 * `validation_failed` at each address that has no account, together with what else is wrong.
 */
export async function byAddress<T>(
  visit: Visit,
  query: Query,
  names: readonly string[],
  list: (query: Query) => Promise<T>,
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
  const look = () => list(Object.fromEntries(asked));
  if (errors.length === 0) return await look();
  throw new AppError("validation_failed", {
    errors: [...errors, ...(await errorsOf(look))],
  });
}

async function idOf(visit: Visit, email: string): Promise<string | undefined> {
  return await recover<string | undefined>(
    async () => (await act(visit, "accounts", "findUser", { email })).user.id,
    ({ code }) => code === "not_found" || code === "validation_failed",
    () => undefined,
  );
}

async function errorsOf(work: () => Promise<unknown>): Promise<readonly FieldError[]> {
  return await recover<readonly FieldError[]>(
    async () => {
      await work();
      return [];
    },
    ({ code }) => code === "validation_failed",
    ({ errors }) => errors ?? [],
  );
}

import type { Caller } from "../../../shared/contracts";
import { actorOf } from "../../../shared/principal";
import type { AccountsDeps } from "../deps";
import { orEmailTaken } from "../identity";
import { insertConfirmedUsers } from "./store/many-users";

/**
 * Makes many confirmed accounts, all or none. They share one password and its hash: hashing each
 * would take most of an hour for 100,000. Throws `validation_failed` with `email_taken`.
 */
export async function createUsers(
  deps: AccountsDeps,
  params: { emails: string[]; password: string },
  caller: Caller,
) {
  const { emails } = params;
  const passwordHash = await deps.passwords.hash(params.password);
  await orEmailTaken(
    deps,
    () =>
      deps.transaction((trx) =>
        insertConfirmedUsers(trx, { emails, passwordHash, actor: actorOf(caller.principal) }),
      ),
    { field: "/emails", problem: "contains an address that already has an account" },
  );
  return { created: emails.length };
}

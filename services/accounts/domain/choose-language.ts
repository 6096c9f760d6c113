import type { Caller, Language } from "../../../shared/contracts";
import type { AccountsDeps } from "../deps";
import { setLanguage } from "../store/users";
import { ownerOf } from "./owner";

/** Keeps the language in which the caller wants to be spoken to; pages and mails of theirs follow it. */
export async function chooseLanguage(
  deps: Pick<AccountsDeps, "transaction">,
  { language }: { language: Language },
  caller: Caller,
) {
  const { userId } = ownerOf(caller);
  await deps.transaction((trx) => setLanguage(trx, userId, language));
  return {};
}

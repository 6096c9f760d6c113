import type { Caller, Language } from "../../../shared/contracts";
import type { AccountsDeps } from "../deps";
import { ownerOf } from "./owner";
import { setLanguage } from "./store/change-user";

/** Keeps the language in which the caller wants to be spoken to; pages and mails of theirs follow it. */
export async function chooseLanguage(
  deps: Pick<AccountsDeps, "once">,
  { language }: { language: Language },
  caller: Caller,
) {
  const { userId } = ownerOf(caller);
  return await deps.once(async (trx) => {
    await setLanguage(trx, userId, language);
    return {};
  });
}

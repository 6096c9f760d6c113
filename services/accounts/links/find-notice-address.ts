import { noticeEvents, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { findUserById } from "../identity";
import { findAddressBefore, findUserEvent } from "./store/mail-events";

/**
 * Where the notice about an event goes, and in which language: to the address that the account had
 * then, so that who took it over and moved it gets no notice in the owner's place. Throws `not_found`
 * when there is no such user or event (any more).
 */
export async function findNoticeAddress(
  deps: AccountsDeps,
  params: { user_id: string; event_id: string },
) {
  return await deps.transaction(async (trx) => {
    const user = await findUserById(trx, uuidOf(params.user_id));
    const event = await findUserEvent(trx, uuidOf(params.event_id), params.user_id, noticeEvents);
    if (!user || !event) throw new AppError("not_found");
    const then = await findAddressBefore(trx, params.user_id, event.aggregate_version);
    const to = event.data.previous_email ?? then ?? user.email;
    return { to, language: user.language };
  });
}

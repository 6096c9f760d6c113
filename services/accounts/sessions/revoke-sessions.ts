import { type Caller, uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { findUserById, ownerOf, requireAdmin } from "../identity";
import { endSession, endSessions } from "./end-sessions";
import { findSessionOwners } from "./store/sessions";

/** Ends one of the caller's sessions, which may be the one that asks. Throws `not_found`. */
export async function revokeSession(deps: AccountsDeps, params: { id: string }, caller: Caller) {
  const { userId } = ownerOf(caller);
  return await deps.once(async (trx) => {
    const about = { sessionId: uuidOf(params.id), reason: "revoked", caller };
    if (!(await endSession(deps, trx, userId, about))) throw new AppError("not_found");
    return {};
  });
}

/** Ends every session of the caller but the one that asks. */
export async function revokeOtherSessions(deps: AccountsDeps, _params: object, caller: Caller) {
  const { userId, sessionId } = ownerOf(caller);
  return await deps.once(async (trx) => {
    await endSessions(deps, trx, userId, { except: sessionId, reason: "revoked", caller });
    return {};
  });
}

/**
 * Ends sessions of others, for operators: those of some ids, all of them or none, or every one of a
 * user. Answers which were live. Throws `not_found`.
 */
export async function revokeSessions(
  deps: AccountsDeps,
  { ids, user_id }: { ids?: string[] | undefined; user_id?: string | undefined },
  caller: Caller,
) {
  const ended = await deps.transaction(async (trx) => {
    await requireAdmin(trx, caller);
    return user_id === undefined
      ? await endNamed(deps, trx, ids ?? [], caller)
      : await endAllOf(deps, trx, uuidOf(user_id), caller);
  });
  return { ended: ended.map((id) => encodeTypeId("session", id)) };
}

/** Ends a session of some user. Throws `not_found` when it is not one of theirs. */
export async function revokeSessionOf(
  deps: AccountsDeps,
  params: { user_id: string; id: string },
  caller: Caller,
) {
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    const about = { sessionId: uuidOf(params.id), reason: "revoked", caller };
    const ended = await endSession(deps, trx, uuidOf(params.user_id), about);
    if (!ended) throw new AppError("not_found");
    return {};
  });
}

/** Ends every session of a user. Throws `not_found`. */
export async function revokeSessionsOf(
  deps: AccountsDeps,
  { user_id }: { user_id: string },
  caller: Caller,
) {
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    await endAllOf(deps, trx, uuidOf(user_id), caller);
    return {};
  });
}

async function endAllOf(deps: AccountsDeps, trx: Transaction, userId: string, caller: Caller) {
  if (!(await findUserById(trx, userId))) throw new AppError("not_found");
  return await endSessions(deps, trx, userId, { reason: "revoked", caller });
}

async function endNamed(deps: AccountsDeps, trx: Transaction, ids: string[], caller: Caller) {
  const sessionIds = [...new Set(ids.map(uuidOf))];
  const owners = await findSessionOwners(trx, sessionIds);
  for (const sessionId of sessionIds) {
    const owner = owners.get(sessionId);
    const about = { sessionId, reason: "revoked", caller };
    if (owner === undefined || !(await endSession(deps, trx, owner, about))) {
      const name = encodeTypeId("session", sessionId);
      throw new AppError("not_found", { detail: `there is no live session ${name}` });
    }
  }
  return sessionIds;
}

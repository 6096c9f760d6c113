import { accounts } from "../../shared/contracts";
import { defineService } from "../../shared/service";
import type { AccountsDeps } from "./deps";
import { answerMailRequests } from "./domain/answer-mail-requests";
import { changeEmail, checkEmailChangeToken } from "./domain/change-email";
import { chooseLanguage } from "./domain/choose-language";
import { changePassword } from "./domain/change-password";
import { confirm } from "./domain/confirm";
import { confirmUser } from "./domain/confirm-user";
import { createUser } from "./domain/create-user";
import { createUsers } from "./domain/create-users";
import { findNoticeAddress } from "./domain/find-notice-address";
import { forgetDeleted } from "./domain/forget-deleted";
import { deleteAccount } from "./domain/delete-account";
import { deleteUser } from "./domain/delete-user";
import { findUser } from "./domain/find-user";
import { getUser } from "./domain/get-user";
import { grantRole } from "./domain/grant-role";
import { revokeOtherSessions, revokeSession, revokeSessions } from "./domain/revoke-sessions";
import { updateUser } from "./domain/update-user";
import { getEvent } from "./domain/get-event";
import { issueMailToken } from "./domain/issue-mail-token";
import { listEvents } from "./domain/list-events";
import { listEventsByUser } from "./domain/list-events-by-user";
import { listSessions, listSessionsOf } from "./domain/list-sessions";
import { countUsers, findUsers, listUsers } from "./domain/list-users";
import { logIn } from "./domain/log-in";
import { logOut } from "./domain/log-out";
import { noteSeen } from "./domain/note-seen";
import { countEvents } from "./domain/count-events";
import { createPasswordBudget } from "./domain/password-budget";
import { createPasswordHasher } from "./domain/password-hasher";
import { recordOperation } from "./domain/record-operation";
import { register } from "./domain/register";
import { requestEmailChange } from "./domain/request-email-change";
import { requestMail } from "./domain/request-mail";
import { checkResetToken, resetPassword } from "./domain/reset-password";
import { sweepExpired } from "./domain/sweep-expired";
import { validate } from "./domain/validate";

/** Owns users, their tokens and sessions: every rule about an account is here. */
export default defineService<typeof accounts, AccountsDeps>(accounts, {
  publishes: true,
  records: true,
  prepare: async (deps) => ({
    ...deps,
    passwords: await createPasswordHasher(deps.config.argon2, {
      atOnce: deps.config.hashesAtOnce,
    }),
    passwordBudget: createPasswordBudget(deps.db, deps.service, deps.signer),
    mailRequests: {},
  }),
  actions: {
    register,
    requestConfirmation: requestMail("confirmation"),
    confirm,
    requestPasswordReset: requestMail("password_reset"),
    checkResetToken,
    resetPassword,
    changePassword,
    requestEmailChange,
    checkEmailChangeToken,
    changeEmail,
    validate,
    chooseLanguage,
    logIn,
    logOut,
    listSessions,
    revokeSession,
    revokeOtherSessions,
    deleteAccount,
    getUser,
    updateUser,
    createUser,
    createUsers,
    findUser,
    confirmUser,
    grantRole,
    deleteUser,
    listSessionsOf,
    revokeSessions,
    listUsers,
    findUsers,
    countUsers,
    listEventsByUser,
    noteSeen,
    issueMailToken,
    findNoticeAddress,
    listEvents,
    countEvents,
    getEvent,
    recordOperation,
  },
  background: (deps) => [sweepExpired(deps), answerMailRequests(deps), forgetDeleted(deps)],
});

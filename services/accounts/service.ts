import { accounts } from "../../shared/contracts";
import { defineService } from "../../shared/service";
import type { AccountsDeps } from "./deps";
import { confirm } from "./domain/confirm";
import { createUser } from "./domain/create-user";
import { createUsers } from "./domain/create-users";
import { getEvent } from "./domain/get-event";
import { issueMailToken } from "./domain/issue-mail-token";
import { listEvents } from "./domain/list-events";
import { listSessions } from "./domain/list-sessions";
import { logIn } from "./domain/log-in";
import { logOut } from "./domain/log-out";
import { countEvents } from "./domain/count-events";
import { createPasswordHasher } from "./domain/password-hasher";
import { recordOperation } from "./domain/record-operation";
import { register } from "./domain/register";
import { sweepExpired } from "./domain/sweep-expired";

/** Owns users, their tokens and sessions: every rule about an account is here. */
export default defineService<typeof accounts, AccountsDeps>(accounts, {
  publishes: true,
  prepare: async (deps) => ({ ...deps, passwords: await createPasswordHasher(deps.config.argon2) }),
  actions: {
    register,
    confirm,
    logIn,
    logOut,
    listSessions,
    createUser,
    createUsers,
    issueMailToken,
    listEvents,
    countEvents,
    getEvent,
    recordOperation,
  },
  background: (deps) => [sweepExpired(deps)],
});

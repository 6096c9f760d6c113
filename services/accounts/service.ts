import { accounts } from "../../shared/contracts";
import { eventLogActions } from "../../shared/event-log";
import { defineService } from "../../shared/service";
import * as administration from "./administration";
import { createPasswordBudget, createPasswordHasher, openBreachedPasswords } from "./credentials";
import * as deletion from "./deletion";
import type { AccountsDeps } from "./deps";
import * as email from "./email";
import * as factors from "./factors";
import * as forms from "./forms";
import * as identity from "./identity";
import * as links from "./links";
import * as password from "./password";
import * as registration from "./registration";
import * as sessions from "./sessions";
import * as signIn from "./sign-in";
import { sweepExpired } from "./sweep-expired";

/** Owns users, their tokens and sessions: every rule about an account is here. */
export default defineService<typeof accounts, AccountsDeps>(accounts, {
  publishes: true,
  notesErasures: true,
  records: true,
  prepare: async (deps) => ({
    ...deps,
    passwords: await createPasswordHasher(deps.config.argon2, {
      atOnce: deps.config.hashesAtOnce,
    }),
    breachedPasswords: await openBreachedPasswords({ ...deps, fetchUrl: fetch }),
    passwordBudget: createPasswordBudget(deps.db, deps.service, deps.signer),
    factorBudget: factors.createFactorBudget(deps.db, deps.service),
    signInPolicy: [...signIn.policy, ...factors.policy],
    mailRequests: {},
  }),
  actions: {
    ...registration.actions,
    ...signIn.actions,
    ...sessions.actions,
    ...password.actions,
    ...email.actions,
    ...deletion.actions,
    ...factors.actions,
    ...forms.actions,
    ...identity.actions,
    ...administration.actions,
    ...links.actions,
    ...eventLogActions,
  },
  background: (deps) => [
    sweepExpired(deps),
    links.answerMailRequests(deps),
    identity.settleMailboxes(deps),
    ...(deps.signer.previous ? [factors.resealSeeds(deps)] : []),
  ],
});

import type { Caller, Session, User } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { sessionCreated } from "../../../shared/events";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import type { UserRecord } from "../identity";
import { originOf } from "../sessions";
import { type Challenge, findChallenge } from "./policy";
import { assuranceOf, type Proof } from "./proof";
import { insertSession } from "./store/insert-session";

interface Entrant {
  /** The row that the proofs were checked against. The insert compares it with today's, or a changed credential would let in. */
  user: UserRecord;
  /** At least one. */
  proofs: readonly [Proof, ...Proof[]];
  /** Whether the session's cookie outlives the browser's session. */
  remembered: boolean;
  caller: Caller;
}

/** A session that was opened; its token is handed out here and nowhere else. */
export interface Opened {
  user: User;
  session: Session;
  token: string;
}

/**
 * Opens a session for somebody who has proved who they are, or says what the policy still asks of
 * them: the one place where sessions begin. Throws `invalid_credentials` when their credentials have
 * changed meanwhile, or they are disabled or gone.
 */
export async function openSession(
  deps: Pick<AccountsDeps, "config" | "outbox" | "signInPolicy">,
  trx: Transaction,
  { user: row, proofs, remembered, caller }: Entrant,
): Promise<Opened | { challenge: Challenge }> {
  const challenge = await findChallenge(deps.signInPolicy, { trx, user: row, proofs });
  if (challenge) return { challenge };
  const proved = {
    methods: [...new Set(proofs.map(({ method }) => method))],
    assurance: assuranceOf(proofs),
  };
  const opened = await insertSession(trx, {
    user: row,
    ...proved,
    authenticatedAt: latestOf(proofs),
    days: deps.config.sessionDays,
    idleDays: deps.config.sessionIdleDays,
    remembered,
    ip: caller.ip,
    userAgent: caller.userAgent,
  });
  if (!opened) throw new AppError("invalid_credentials");
  const user = toUser(row);
  await deps.outbox.append(trx, sessionCreated, {
    subject: opened.session.id,
    aggregateVersion: 1,
    concerns: [user.id],
    data: { session_id: opened.session.id, ...originOf(caller), reason: "log_in", ...proved },
    caller,
    actor: user.id,
  });
  return { user, ...opened };
}

/** When the last of some proofs was given; undefined when that is now. */
function latestOf(proofs: readonly Proof[]): Date | undefined {
  const times = proofs.map(({ at }) => at);
  if (times.includes(undefined)) return undefined;
  return new Date(Math.max(...times.map(Number)));
}

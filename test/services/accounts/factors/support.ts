import { type Caller, uuidOf } from "../../../../shared/contracts";
import type { SessionPrincipal } from "../../../../shared/principal";
import { opened } from "../../../support/opened";
import { totpCode } from "../../../support/totp-code";
import { type Accounts, type Member, PASSWORD } from "../support";

/** Somebody with an authenticator app. */
export interface Holder extends Member {
  factorId: string;
  secret: string;
  recoveryCodes: string[];
}

/** The same caller, whose session is as sure as two factors make it. */
export function sure(caller: Caller): Caller {
  return { ...caller, principal: { ...(caller.principal as SessionPrincipal), assurance: 2 } };
}

/** Gives a user an authenticator app; of its codes none is spent, as if that were a while ago. */
export async function enrol(accounts: Accounts, member: Member): Promise<Holder> {
  const { factor, secret } = await accounts.call("enrolTotp", {}, member.caller);
  const { recovery_codes = [] } = await accounts.call(
    "confirmFactor",
    { id: factor.id, code: totpCode(secret) },
    member.caller,
  );
  await accounts.deps.db.raw(
    "update accounts.factors set last_step = last_step - 10 where id = ?",
    [uuidOf(factor.id)],
  );
  return { ...member, factorId: factor.id, secret, recoveryCodes: recovery_codes };
}

/** A new user with an authenticator app. */
export async function newHolder(accounts: Accounts): Promise<Holder> {
  return await enrol(accounts, await accounts.newUser());
}

/** Shows the password of somebody who has a factor; the id of the log-in that waits. */
export async function begin(accounts: Accounts, { email }: Member): Promise<string> {
  const answer = await accounts.call("logIn", { email, password: PASSWORD });
  if (!("login" in answer)) throw new Error("no second factor was asked for");
  return answer.login.id;
}

export { opened };
export { earlyInStep, totpCode as codeOf } from "../../../support/totp-code";

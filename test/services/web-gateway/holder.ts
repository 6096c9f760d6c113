import { uuidOf } from "../../../shared/contracts";
import { totpCode } from "../../support/totp-code";
import { bearer, type Gateway } from "./support";

/** Somebody with an authenticator app, of whose codes none is spent. */
export async function newHolder(gateway: Gateway) {
  const person = await gateway.signUp();
  const headers = bearer(person.token);
  const post = (path: string, body: object) =>
    gateway.ask("POST", `/api/v1${path}`, { headers, body });
  const enrolled = await post("/me/factors/totp", {});
  const id = enrolled.json.factor.id as string;
  const secret = enrolled.json.secret as string;
  const confirmed = await post(`/me/factors/${id}/confirmation`, { code: totpCode(secret) });
  await gateway.owner.raw("update accounts.factors set last_step = last_step - 10 where id = ?", [
    uuidOf(id),
  ]);
  return { ...person, id, secret, recoveryCodes: confirmed.json.recovery_codes as string[] };
}

import { bearerToken, createClient } from "../../../shared/client";
import { totpCode } from "../totp-code";
import { PASSWORD, type Person, type World } from "./world";

/** Somebody with an authenticator app, whose session has shown a code of it. */
export interface Holder extends Person {
  factorId: string;
  secret: string;
  recoveryCodes: string[];
  /** The token of a session that is older than the factor, and as sure as a password. */
  olderToken: string;
}

const clientOf = (world: World, token?: string) =>
  createClient({
    baseUrl: world.url,
    headers: world.elsewhere(),
    ...(token === undefined ? {} : { credential: bearerToken(token) }),
  });

/** A new factor of somebody that is not confirmed yet. */
export async function enrol(
  world: World,
  { token }: Person,
): Promise<{ id: string; secret: string }> {
  const { factor, secret } = await clientOf(world, token).post("/me/factors/totp", {});
  return { id: factor.id, secret };
}

/** Somebody new with an authenticator app. */
export async function newHolder(world: World): Promise<Holder> {
  const person = await world.person();
  const { token: olderToken } = await world.logIn(person.email);
  const { id, secret } = await enrol(world, person);
  const { recovery_codes = [] } = await clientOf(world, person.token).post(
    "/me/factors/{id}/confirmation",
    { id, code: totpCode(secret) },
  );
  return { ...person, factorId: id, secret, recoveryCodes: recovery_codes, olderToken };
}

/** The id of a log-in of somebody that waits for their second factor. */
export async function beginLogIn(world: World, { email }: Person): Promise<string> {
  const answer = await clientOf(world).post("/sessions", { email, password: PASSWORD });
  if (!("login" in answer)) throw new Error("no second factor was asked for");
  return answer.login.id;
}

/** An administrator who has logged in just now. */
export async function freshAdmin(world: World): Promise<Person> {
  const person = await world.person();
  const admin = await world.admin();
  await clientOf(world, admin.token).put("/users/{id}/role", { id: person.userId, role: "admin" });
  return person;
}

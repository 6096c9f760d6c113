import { randomUUID } from "node:crypto";
import { loadService } from "../../../services/load";
import { operations } from "../../../services/web-gateway/api/operations";
import type { Caller, MailPurpose } from "../../../shared/contracts";
import { eventually } from "../../support/eventually";
import { totpCode } from "../../support/totp-code";
import { newHolder } from "../web-gateway/holder";
import { type Answer, bearer, type Gateway, PASSWORD, startGateway } from "../web-gateway/support";
import { visitPage } from "../web-gateway/visitor";

/*
 * What a client POSTs and what a form does may come again, so its effect and its answer have to be one transaction
 * (`deps.once`). A trigger refuses the commit of an event that no answer was recorded with.
 */

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ services: ["accounts", "audit"] });
  await gateway.owner.raw(`create function require_answer() returns trigger language plpgsql as $$
    begin
      if new.request_id like 'keyed-%' and not exists (
        select 1 from accounts.recorded_answers
        where xmin = pg_current_xact_id()::xid and answer is not null
      ) then raise exception 'an effect without its answer'; end if;
      return null;
    end $$`);
  // Events of mail requests come later, when nobody waits for an answer any more.
  for (const [table, when] of [
    ["outbox", "new.type not in ('user.confirmation_requested', 'user.password_reset_requested')"],
    ["mail_requests", "true"],
  ]) {
    await gateway.owner.raw(`create constraint trigger require_answer after insert
      on accounts.${table} deferrable initially deferred
      for each row when (${when}) execute function require_answer()`);
  }
});
afterAll(async () => {
  await gateway.stop();
});

let people = 0;
const newPerson = () => ({ email: `answered-${(people += 1)}@example.com`, password: PASSWORD });
const signUp = async () => {
  const person = newPerson();
  const { json } = await gateway.ask("POST", "/api/v1/users", { body: person });
  return { ...person, id: json.user.id as string };
};

/** The token that a mail about the latest event of a type would carry. */
async function mailed(userId: string, purpose: MailPurpose, type: string): Promise<string> {
  const { accounts } = gateway.platform.call;
  const operator: Caller = { principal: { kind: "operator" } };
  const { id } = await eventually(async () => {
    const { data } = await accounts.listEvents({ subject: userId, type }, operator);
    return data[0];
  });
  return (await accounts.issueMailToken({ user_id: userId, purpose, event_id: id })).token;
}

const eventsNow = async (): Promise<number> => {
  const { rows } = await gateway.owner.raw<{ rows: unknown[] }>("select 1 from accounts.outbox");
  return rows.length;
};

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  gateway.ask("POST", `/api/v1${path}`, {
    body,
    headers: {
      "idempotency-key": randomUUID(),
      "x-request-id": `keyed-${randomUUID()}`,
      ...headers,
    },
  });

const askForEmailChange = (token: string): Promise<Answer> => {
  const body = { email: newPerson().email, current_password: PASSWORD };
  return post("/email-change-requests", body, bearer(token));
};

const chosen = { password: `new ${PASSWORD}`, password_confirmation: `new ${PASSWORD}` };

/** A request of each operation that succeeds. */
const requests: Record<string, () => Promise<Answer>> = {
  register: () => post("/users", newPerson()),
  async logIn() {
    const { email, password } = await signUp();
    return await post("/sessions", { email, password });
  },
  async confirm() {
    const { id } = await signUp();
    const token = await mailed(id, "confirmation", "user.registered");
    return await post("/confirmations", { token });
  },
  async requestConfirmation() {
    const { email } = await signUp();
    return await post("/confirmation-requests", { email });
  },
  async requestPasswordReset() {
    const { email } = await signUp();
    return await post("/password-reset-requests", { email });
  },
  async resetPassword() {
    const { email, id } = await signUp();
    await post("/password-reset-requests", { email });
    const token = await mailed(id, "password_reset", "user.password_reset_requested");
    return await post("/password-resets", { token, ...chosen });
  },
  async requestEmailChange() {
    return await askForEmailChange((await gateway.signUp()).token);
  },
  async changeEmail() {
    const { userId, token: session } = await gateway.signUp();
    await askForEmailChange(session);
    const token = await mailed(userId, "email_change", "user.email_change_requested");
    return await post("/email-changes", { token }, bearer(session));
  },
  async finishLogIn() {
    const { email, secret } = await newHolder(gateway);
    const { json } = await post("/sessions", { email, password: PASSWORD });
    const login_id = json.login.id as string;
    return await post("/sessions/factors", { login_id, totp: totpCode(secret) });
  },
  async authenticate() {
    const { token, secret } = await newHolder(gateway);
    return await post("/session/authentications", { totp: totpCode(secret) }, bearer(token));
  },
  async enrolTotp() {
    return await post("/me/factors/totp", {}, bearer((await gateway.signUp()).token));
  },
  async confirmFactor() {
    const { token } = await gateway.signUp();
    const { json } = await post("/me/factors/totp", {}, bearer(token));
    const path = `/me/factors/${json.factor.id as string}/confirmation`;
    return await post(path, { code: totpCode(json.secret as string) }, bearer(token));
  },
  async renewRecoveryCodes() {
    return await post("/me/recovery-codes", {}, bearer((await newHolder(gateway)).token));
  },
  async createUser() {
    const { token } = await gateway.signUp({ role: "admin" });
    return await post("/admin/users", { email: newPerson().email }, bearer(token));
  },
  async mailUser() {
    const { token } = await gateway.signUp({ role: "admin" });
    const { id } = await signUp();
    return await post(`/users/${id}/mails`, { kind: "password_reset" }, bearer(token));
  },
};

const posts = operations.filter(({ http }) => http.method === "POST");

it.each(posts.map(({ name, http, service }) => [name, http.path, http.status, service] as const))(
  "%s (POST %s) records its answer with its effect",
  async (name, _path, status, service) => {
    expect(loadService(service).parts.records).toBe(true);
    const request = requests[name];
    if (!request) throw new Error(`${name} needs a request that succeeds, here`);
    expect(await request()).toMatchObject({ status });
  },
);

const SETTINGS = "/users/settings";
const USER = "/admin/users/:user";

/** The forms of what no client POSTs: their page, where they go, and what is filled in. */
const forms: Record<string, [page: string, action: string, fields: Record<string, string>]> = {
  logOut: ["/", "/users/log_out", {}],
  revokeSession: [SETTINGS, `${SETTINGS}/sessions/:session`, {}],
  revokeOtherSessions: [SETTINGS, `${SETTINGS}/sessions`, {}],
  changePassword: [SETTINGS, `${SETTINGS}/password`, { ...chosen, current_password: PASSWORD }],
  deleteAccount: [SETTINGS, `${SETTINGS}/account`, { current_password: PASSWORD }],
  updateUser: [USER, USER, { _method: "PATCH", disabled: "true" }],
  deleteUser: [USER, USER, { _method: "DELETE" }],
  confirmUser: [USER, `${USER}/confirmation`, {}],
  grantRole: [USER, `${USER}/role`, { role: "admin" }],
  revokeSessionOf: [USER, `${USER}/sessions/:session`, {}],
  revokeSessionsOf: [USER, `${USER}/sessions`, {}],
};

it.each(Object.entries(forms))(
  "%s records the answer of a form with its effect",
  async (_name, [page, action, fields]) => {
    const { email, userId, token } = await gateway.signUp();
    const body = { email, password: PASSWORD };
    const { json } = await gateway.ask("POST", "/api/v1/sessions", { body });
    const session = page === USER ? (await gateway.signUp({ role: "admin" })).token : token;
    const named = (path: string) =>
      path.replace(":user", userId).replace(":session", json.session.id as string);
    const { send } = await visitPage(gateway, named(page), { session });
    const headers = { "x-request-id": `keyed-${randomUUID()}` };
    const before = await eventsNow();
    const answer = await send(fields, named(action), headers);
    expect(answer.status).toBe(303);
    expect(await eventsNow()).toBeGreaterThan(before);
  },
);

it("an effect without its answer would be refused", async () => {
  const { accounts } = gateway.platform.call;
  const principal = { kind: "operator" } as const;
  const params = { ...newPerson(), role: "user" as const, confirmed: false };
  const creating = accounts.createUser(params, { principal, requestId: "keyed-not" });
  await expect(creating).rejects.toMatchObject({ code: "internal" });
});

import type { TextKey } from "../../../services/web-gateway/pages/texts";
import { eventually } from "../../support/eventually";
import { mailedPath } from "./mailed-path";
import { type Answer, type Gateway, PASSWORD, startGateway } from "./support";
import { cookiesOf, saidAfter, textOf, visitPage } from "./visitor";

const NEW_PASSWORD = "another horse, another battery";
const chosen = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };
const SETTINGS = "/users/settings";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ services: ["accounts", "notifier"] });
  // Else it is the limit of mails to an address that keeps the second press from asking for another one.
  await gateway.owner.raw(`
    create function accounts.lift_limit() returns trigger language plpgsql as $$
      begin new.used = 0; new.streak = 0; new.next_at = 'epoch'; return new; end $$`);
  await gateway.owner.raw(`
    create trigger lift_limit before insert or update on accounts.limits
      for each row when (new.key like 'mail-%') execute function accounts.lift_limit()`);
});
afterAll(() => gateway.stop());

/** A form that has an effect, and what is said when it is done. */
interface Press {
  page: string;
  action?: string;
  session?: string;
  fields: Record<string, string>;
  says: TextKey;
  events: string[];
}

let people = 0;
const someone = () => `twice-${(people += 1)}@example.com`;
const asSomeone = async () => await gateway.signUp();
const sessionOf = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` };
  const { json } = await gateway.ask("GET", "/api/v1/sessions", { headers });
  return json.data as { id: string; current: boolean }[];
};

const presses: Record<string, () => Promise<Press>> = {
  registering: async () => ({
    page: "/users/register",
    fields: { email: someone(), password: PASSWORD },
    says: "register.done",
    events: ["user.registered", "session.created"],
  }),
  "logging in": async () => ({
    page: "/users/log_in",
    fields: { email: (await asSomeone()).email, password: PASSWORD },
    says: "log_in.done",
    events: ["session.created"],
  }),
  "logging out": async () => ({
    page: "/",
    action: "/users/log_out",
    session: (await asSomeone()).token,
    fields: {},
    says: "log_out.done",
    events: ["session.ended"],
  }),
  "confirming an address": async () => {
    const { email } = await asSomeone();
    const page = await mailedPath(gateway, email, "/users/confirm/");
    return { page, fields: {}, says: "confirm.done", events: ["user.confirmed"] };
  },
  "asking for a new password": async () => ({
    page: "/users/reset_password",
    fields: { email: (await asSomeone()).email },
    says: "reset_request.done",
    events: ["user.password_reset_requested"],
  }),
  "choosing a new password": async () => {
    const { email } = await asSomeone();
    await gateway.ask("POST", "/api/v1/password-reset-requests", { body: { email } });
    const page = await mailedPath(gateway, email, "/users/reset_password/");
    return { page, fields: chosen, says: "reset.done", events: ["user.password_reset"] };
  },
  "asking for another address": async () => ({
    page: SETTINGS,
    action: "/users/settings/email",
    session: (await asSomeone()).token,
    fields: { email: someone(), current_password: PASSWORD },
    says: "settings.email.done",
    events: ["user.email_change_requested"],
  }),
  "moving to another address": async () => {
    const { token } = await asSomeone();
    const email = someone();
    await gateway.ask("POST", "/api/v1/email-change-requests", {
      headers: { authorization: `Bearer ${token}` },
      body: { email, current_password: PASSWORD },
    });
    const page = await mailedPath(gateway, email, "/confirm_email/");
    const says = "confirm_email.done";
    return { page, session: token, fields: {}, says, events: ["user.email_changed"] };
  },
  "changing the password": async () => ({
    page: SETTINGS,
    action: "/users/settings/password",
    session: (await asSomeone()).token,
    fields: { ...chosen, current_password: PASSWORD },
    says: "settings.password.done",
    events: ["user.password_changed"],
  }),
  "ending a session": async () => {
    const { email, token } = await asSomeone();
    await gateway.ask("POST", "/api/v1/sessions", { body: { email, password: PASSWORD } });
    const other = (await sessionOf(token)).find(({ current }) => !current)!;
    const action = `${SETTINGS}/sessions/${other.id}`;
    const says = "sessions.ended";
    return { page: SETTINGS, action, session: token, fields: {}, says, events: ["session.ended"] };
  },
  "deleting an account": async () => ({
    page: SETTINGS,
    action: "/users/settings/account",
    session: (await asSomeone()).token,
    fields: { current_password: PASSWORD },
    says: "settings.deletion.done",
    events: ["user.deleted"],
  }),
};

const countOf = async (type: string): Promise<number> => {
  const { rows } = await gateway.owner.raw<{ rows: { count: string }[] }>(
    "select count(*) as count from accounts.outbox where type = ?",
    [type],
  );
  return Number(rows[0]?.count);
};
/** Requests for a mail have their events a moment later. */
const allAreAnswered = async (): Promise<boolean> => {
  const { rows } = await gateway.owner.raw<{ rows: unknown[] }>(
    "select 1 from accounts.mail_requests",
  );
  return rows.length === 0;
};
const answered = ({ status, headers }: Answer) => ({
  status,
  location: headers.location,
  cookies: headers["set-cookie"],
});

describe("pressing the button of a form again, while or after it is done", () => {
  it.each(Object.keys(presses))("has the first press's answer and one effect: %s", async (name) => {
    const { page, action, session, fields, says, events } = await presses[name]!();
    const { send, cookie } = await visitPage(gateway, page, { session });
    const before = await Promise.all(events.map(countOf));
    const atOnce = await Promise.all([send(fields, action), send(fields, action)]);
    const answers = [...atOnce, await send(fields, action)];
    for (const answer of answers) expect(answered(answer)).toEqual(answered(answers[0]!));
    expect(await saidAfter(gateway, answers[2]!, cookie)).toContain(textOf(says));
    await eventually(allAreAnswered);
    const after = await Promise.all(events.map(countOf));
    expect(after).toEqual(before.map((count) => count + 1));
  });

  it("has the first press's error too, and does not count as a second try", async () => {
    const { email } = await asSomeone();
    const { send } = await visitPage(gateway, "/users/log_in");
    const wrong = { email, password: `not ${PASSWORD}` };
    const before = await countOf("session.rejected");
    const answers = [await send(wrong), await send(wrong)];
    for (const { status, text } of answers) {
      expect(status).toBe(401);
      expect(text).toContain(textOf("errors.codes.invalid_credentials.text"));
      expect(text).toContain(`value="${email}"`);
    }
    expect(await countOf("session.rejected")).toBe(before + 1);
    const right = await send({ email, password: PASSWORD });
    expect(right.status).toBe(303);
  });

  it("opens a session anew when the first one's has ended meanwhile", async () => {
    const { email } = await asSomeone();
    const { send, cookie } = await visitPage(gateway, "/users/log_in");
    const first = await send({ email, password: PASSWORD });
    const session = /jumar_session=([^;]+)/.exec(cookiesOf(first))?.[1] ?? "";
    await (await visitPage(gateway, "/", { session })).send({}, "/users/log_out");
    const again = await send({ email, password: PASSWORD });
    expect(again.status).toBe(303);
    expect(cookiesOf(again)).not.toContain(session);
    expect(await saidAfter(gateway, again, cookie)).toContain(email);
  });

  it("is of no use to whom the page was not shown to", async () => {
    const { email } = await asSomeone();
    const { send } = await visitPage(gateway, "/users/log_in");
    const fields = { email, password: PASSWORD };
    expect((await send(fields)).status).toBe(303);
    const { cookie } = await visitPage(gateway, "/users/log_in");
    const stolen = await send(fields, "/users/log_in", { cookie });
    expect(stolen.status).toBe(403);
    expect(cookiesOf(stolen)).not.toContain("session");
  });
});

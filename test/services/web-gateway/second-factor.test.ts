import { uuidOf } from "../../../shared/contracts";
import { totpCode } from "../../support/totp-code";
import { newHolder } from "./holder";
import { type Answer, browser, type Gateway, PASSWORD, startGateway } from "./support";
import { cookiesOf, saidAfter, textOf, visitPage } from "./visitor";

const LOG_IN = "/users/log_in";
const SECOND_STEP = "/users/log_in/factor";
const SECURITY = "/users/settings/security";
const ENROLMENT = `${SECURITY}/totp`;
const RECOVERY_CODES = `${SECURITY}/recovery-codes`;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

/** The cookies of a browser after an answer. */
function after(answer: Answer, cookie: string): string {
  const all = `${cookie}; ${cookiesOf(answer)}`.split("; ").filter(Boolean);
  return [...new Map(all.map((pair) => [pair.split("=")[0], pair])).values()].join("; ");
}

/** Shows a password on the log-in page. */
async function begin(email: string, fields: Record<string, string> = {}) {
  const page = await visitPage(gateway, LOG_IN);
  const answer = await page.send({ email, password: PASSWORD, ...fields });
  expect([answer.status, answer.headers.location]).toEqual([303, SECOND_STEP]);
  expect(cookiesOf(answer)).not.toContain("jumar_session=");
  return { answer, cookie: after(answer, page.cookie) };
}

describe("logging in with a second factor, without JavaScript", () => {
  it("takes a code of the app, and leads to where one was going", async () => {
    const { email, secret } = await newHolder(gateway);
    const page = await visitPage(gateway, `${LOG_IN}?return_to=/users/settings`);
    const first = await page.send({ email, password: PASSWORD, remember_me: "true" }, LOG_IN);
    const step = await visitPage(gateway, SECOND_STEP, { cookie: after(first, page.cookie) });
    expect(step.shown.text).toContain(textOf("second_step.totp.lead"));
    expect(step.shown.text).toContain('autocomplete="one-time-code"');

    const wrong = await step.send({ code: "000000" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(textOf("errors.any_field.wrong_code"));
    expect(wrong.text).toContain('value="000000"');
    expect((await step.send({ code: "" })).text).toContain(textOf("errors.fields.totp.too_small"));

    const code = totpCode(secret);
    const right = await step.send({ code });
    expect([right.status, right.headers.location]).toEqual([303, "/users/settings"]);
    const lines = right.headers["set-cookie"] ?? [];
    expect(lines.find((line) => line.startsWith("jumar_session="))).toMatch(/Max-Age=[1-9]/);
    expect(await saidAfter(gateway, right, step.cookie)).toContain(textOf("log_in.done"));
    // Pressed twice, it has the same answer.
    const again = await step.send({ code });
    expect(cookiesOf(again)).toBe(cookiesOf(right));
  });

  it("takes a recovery code instead", async () => {
    const { email, recoveryCodes } = await newHolder(gateway);
    const { cookie } = await begin(email);
    const step = await visitPage(gateway, `${SECOND_STEP}?way=recovery_code`, { cookie });
    expect(step.shown.text).toContain(textOf("second_step.recovery_code.lead"));
    const wrong = await step.send({ code: "nonsense" }, SECOND_STEP);
    expect([wrong.status, wrong.text.includes(textOf("second_step.recovery_code.label"))]).toEqual([
      422,
      true,
    ]);
    const right = await step.send({ code: recoveryCodes[0] ?? "" }, SECOND_STEP);
    expect(cookiesOf(right)).toMatch(/jumar_session=[\w-]{43}/);
  });

  it("is said in German to who reads German", async () => {
    const { email } = await newHolder(gateway);
    const { cookie } = await begin(email);
    const { text } = await gateway.ask("GET", SECOND_STEP, {
      headers: { accept: "text/html", "accept-language": "de", cookie },
    });
    expect(text).toContain("Noch ein Schritt");
  });

  it("goes on in no other browser, and not when it is over", async () => {
    const { email, secret } = await newHolder(gateway);
    const { answer, cookie } = await begin(email);
    const other = await visitPage(gateway, LOG_IN);
    const carried = cookiesOf(answer)
      .split("; ")
      .filter((pair) => pair.startsWith("jumar_log_in="))
      .join("; ");
    expect(carried).not.toBe("");
    for (const foreign of ["", other.cookie, `${other.cookie}; ${carried}`]) {
      const { shown, cookie: had } = await visitPage(gateway, SECOND_STEP, { cookie: foreign });
      expect([shown.status, shown.headers.location]).toEqual([303, LOG_IN]);
      expect(await saidAfter(gateway, shown, had)).toContain(textOf("second_step.over"));
    }
    const step = await visitPage(gateway, SECOND_STEP, { cookie });
    await gateway.owner.raw("update accounts.log_ins set expires_at = now()");
    const late = await step.send({ code: totpCode(secret) });
    expect([late.status, late.headers.location]).toEqual([303, LOG_IN]);
    expect(cookiesOf(late)).not.toContain("jumar_session=");
  });
});

describe("the page of one's second factors", () => {
  it("adds an app with a picture or a key, shows recovery codes once, and removes it", async () => {
    const { email, token } = await gateway.signUp();
    const page = await visitPage(gateway, SECURITY, { session: token });
    expect(page.shown.text).toContain(textOf("security.apps.none"));
    const begun = await page.send({ label: "My <phone>" }, ENROLMENT);
    expect([begun.status, begun.headers.location]).toEqual([303, ENROLMENT]);

    const cookie = after(begun, page.cookie);
    const enrolment = await visitPage(gateway, ENROLMENT, { cookie });
    expect(enrolment.shown.text).toMatch(/<svg[^>]*role="img"/);
    expect(enrolment.shown.headers["cache-control"]).toContain("no-store");
    const secret = /<code[^>]*>([A-Z2-7]{32})<\/code>/.exec(enrolment.shown.text)?.[1] ?? "";
    const confirmation = `${ENROLMENT}/confirmation`;
    const wrong = await enrolment.send({ code: "12345" }, confirmation);
    expect([wrong.status, wrong.text.includes(secret)]).toEqual([422, true]);
    expect(wrong.text).toContain('value="12345"');
    const added = await enrolment.send({ code: totpCode(secret) }, confirmation);
    expect(added.headers.location).toBe(RECOVERY_CODES);
    const shown = await saidAfter(gateway, added, enrolment.cookie);
    expect(shown.match(/>([2-9A-Z]{4}-){3}[2-9A-Z]{4}</g)).toHaveLength(10);
    await begin(email);

    const own = await visitPage(gateway, SECURITY, { session: token });
    expect(own.shown.text).toContain("My &lt;phone&gt;");
    const action = /action="([^"]*\/factors\/factor_[^"]*)"/.exec(own.shown.text)?.[1] ?? "";
    const removed = await own.send({}, action);
    expect(await saidAfter(gateway, removed, own.cookie)).toContain(
      textOf("security.apps.removed"),
    );
    const plain = await visitPage(gateway, LOG_IN);
    const answer = await plain.send({ email, password: PASSWORD });
    expect(cookiesOf(answer)).toContain("jumar_session=");
  });

  it("makes new recovery codes, and shows them to nobody else", async () => {
    const { token } = await newHolder(gateway);
    const page = await visitPage(gateway, SECURITY, { session: token });
    expect(page.shown.text).toContain("You have 10 recovery codes left");
    const renewed = await page.send({}, RECOVERY_CODES);
    expect(await saidAfter(gateway, renewed, page.cookie)).toContain(textOf("security.codes.once"));
    const other = await gateway.signUp();
    const carried = cookiesOf(renewed);
    const { shown } = await visitPage(gateway, RECOVERY_CODES, {
      session: other.token,
      cookie: carried,
    });
    expect([shown.status, shown.headers.location]).toEqual([303, SECURITY]);
  });

  it("asks who has not logged in of late to confirm that it is they, and goes on", async () => {
    const { userId, token } = await gateway.signUp();
    const fresh = await visitPage(gateway, SECURITY, { session: token });
    await gateway.owner.raw(
      "update accounts.sessions set authenticated_at = now() - interval '20 minutes' where user_id = ?",
      [uuidOf(userId)],
    );
    const refused = await fresh.send({}, ENROLMENT);
    expect(refused.headers.location).toBe(SECURITY);
    const asked = await visitPage(gateway, SECURITY, { session: token });
    expect(asked.shown.text).toContain(textOf("security.proof.title"));
    expect(asked.shown.text).not.toContain(`action="${ENROLMENT}"`);
    const at = `${SECURITY}/authentication`;
    const wrong = await asked.send({ password: "not the password" }, at);
    expect(wrong.text).toContain(textOf("errors.fields.password.wrong_password"));
    expect((await asked.send({ password: "" }, at)).text).toContain(
      textOf("errors.fields.password.required"),
    );
    const proved = await asked.send({ password: PASSWORD }, at);
    expect(await saidAfter(gateway, proved, asked.cookie)).toContain(`action="${ENROLMENT}"`);
    // The token before is of no use any more.
    const old = await gateway.ask("GET", "/api/v1/session", { headers: browser(token) });
    expect(old.status).toBe(401);
  });

  it("asks for a code, not the password, where there is a factor", async () => {
    const { token, userId, secret } = await newHolder(gateway);
    await gateway.owner.raw("update accounts.sessions set assurance = 1 where user_id = ?", [
      uuidOf(userId),
    ]);
    const asked = await visitPage(gateway, SECURITY, { session: token });
    expect(asked.shown.text).not.toContain('type="password"');
    const proved = await asked.send({ code: totpCode(secret) }, `${SECURITY}/authentication`);
    expect(await saidAfter(gateway, proved, asked.cookie)).toContain(`action="${ENROLMENT}"`);
  });

  it("is found in the settings", async () => {
    const { token } = await gateway.signUp();
    const { shown } = await visitPage(gateway, "/users/settings", { session: token });
    expect(shown.text).toContain(`href="${SECURITY}"`);
  });
});

import { parseMail } from "../../services/notifier/domain/parse-mail";
import { eventually } from "../support/eventually";
import type { Answer, HttpClient } from "../support/http";
import { moves } from "../support/metrics/moves";
import { type PickySmtp, startPickySmtp } from "../support/picky-smtp";
import { scrape } from "../support/scrape";
import { type ProcessTarget, startTarget } from "../support/target";
import { totpCode } from "../support/totp-code";

const PASSWORD = "a password that is counted";
const NEXT_PASSWORD = "another one that is counted";

describe("metrics of mails", () => {
  let smtp: PickySmtp;
  let target: ProcessTarget;
  const look = () => scrape(target.opsUrl());
  beforeAll(async () => {
    smtp = await startPickySmtp();
    target = await startTarget({ SMTP_URL: smtp.url });
  });
  afterAll(async () => {
    await target.stop();
    await smtp.stop();
  });

  const post = async (path: string, body: object) => {
    const client = target.client();
    const { status } = await client.post(`/api/v1${path}`, body);
    expect(status).toBeLessThan(300);
    return client;
  };
  const register = (email: string) => post("/users", { email, password: PASSWORD });
  const logIn = (email: string, password = PASSWORD) => post("/sessions", { email, password });
  /** The token of the link below a path that the mail server was shown, whether it took it or not. */
  const tokenTo = (email: string, path: string): Promise<string> =>
    eventually(async () => {
      for (const raw of smtp.shownTo(email)) {
        const { text = "" } = await parseMail(raw);
        const token = text.split(`${path}/`)[1]?.split(/\s/)[0];
        if (token !== undefined) return token;
      }
      return undefined;
    });

  /** Adds a second factor, has new recovery codes, uses one of them and removes the factor. */
  const useFactor = async (client: HttpClient): Promise<void> => {
    const done = async (answer: Promise<Answer>): Promise<Answer["body"]> => {
      const { status, body } = await answer;
      expect(status).toBeLessThan(300);
      return body;
    };
    const { factor, secret } = await done(client.post("/api/v1/me/factors/totp", {}));
    const path = `/api/v1/me/factors/${factor.id as string}`;
    const code = totpCode(secret as string);
    await done(client.post(`${path}/confirmation`, { code }));
    const { recovery_codes } = await done(client.post("/api/v1/me/recovery-codes", {}));
    const [recovery_code] = recovery_codes as string[];
    await done(client.post("/api/v1/session/authentications", { recovery_code }));
    await done(client.delete(path));
  };

  it("tell of each kind that was sent", async () => {
    const email = "every.kind@example.com";
    const next = { password: NEXT_PASSWORD, password_confirmation: NEXT_PASSWORD };
    await moves(
      look,
      [
        'jumar_mails_total{kind="confirmation",outcome="sent"}',
        'jumar_mails_total{kind="password_reset",outcome="sent"}',
        'jumar_mails_total{kind="password_was_reset",outcome="sent"}',
        'jumar_mails_total{kind="password_changed",outcome="sent"}',
        'jumar_mails_total{kind="invitation",outcome="sent"}',
        'jumar_mails_total{kind="email_change",outcome="sent"}',
        'jumar_mails_total{kind="email_change_notice",outcome="sent"}',
        'jumar_mails_total{kind="factor_added",outcome="sent"}',
        'jumar_mails_total{kind="recovery_codes_generated",outcome="sent"}',
        'jumar_mails_total{kind="recovery_code_used",outcome="sent"}',
        'jumar_mails_total{kind="factor_removed",outcome="sent"}',
      ],
      async () => {
        await register(email);
        const admin = await target.admin();
        await admin.post("/api/v1/admin/users", { email: "invited@example.com" });
        await post("/password-reset-requests", { email });
        const token = await tokenTo(email, "/users/reset_password");
        await post("/password-resets", { token, ...next });
        const client = await logIn(email, NEXT_PASSWORD);
        const change = { current_password: NEXT_PASSWORD, ...next };
        expect((await client.put("/api/v1/me/password", change)).status).toBe(200);
        const asked = { email: "new.address@example.com", current_password: NEXT_PASSWORD };
        expect((await client.post("/api/v1/email-change-requests", asked)).status).toBe(202);
        await useFactor(client);
      },
    );
  });

  it("tell of those that are refused for now, and for good", async () => {
    smtp.refuse("full@example.com", 452);
    smtp.refuse("nobody@example.com", 550);
    await moves(
      look,
      [
        'jumar_mails_total{kind="confirmation",outcome="failed"}',
        'jumar_mails_total{kind="confirmation",outcome="given_up"}',
        "jumar_mails_waiting",
        "jumar_mails_age_seconds",
        "jumar_mails_given_up",
      ],
      async () => {
        await register("full@example.com");
        await register("nobody@example.com");
      },
    );
  });

  it("tell of one that nobody needs any more when it is tried again", async () => {
    const email = "confirms@example.com";
    smtp.refuse(email, 451);
    await moves(look, ['jumar_mails_total{kind="confirmation",outcome="skipped"}'], async () => {
      await register(email);
      // It was refused after it had arrived, as happens when a connection breaks.
      await post("/confirmations", { token: await tokenTo(email, "/users/confirm") });
    });
  });

  it("tell of what was still to go to an account that was deleted", async () => {
    const email = "leaves@example.com";
    smtp.refuse(email, 451);
    await register(email);
    const client = await logIn(email);
    await eventually(() => smtp.shownTo(email).length > 0);
    await moves(look, ['jumar_mails_total{kind="confirmation",outcome="skipped"}'], async () => {
      const { status } = await client.delete("/api/v1/me", { current_password: PASSWORD });
      expect(status).toBe(204);
    });
  });
});

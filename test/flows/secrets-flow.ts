import { randomUUID } from "node:crypto";
import { eventually } from "../support/eventually";
import type { Answer, HttpClient } from "../support/http";
import type { Target } from "../support/target";
import { totpCode } from "../support/totp-code";
import { wholeDatabase } from "./whole-database";

const PASSWORD = "a password nobody may ever find";
const TYPED_WRONG = "a wrong password nobody may find";
const CHANGED = "a changed password nobody may find";
const RESET = "a password chosen by mail, unfindable";

const twice = (password: string) => ({ password, password_confirmation: password });

/** Raw tokens and passwords are nowhere in the database, the outbox or the log. */
export function secretsFlow(target: () => Target): void {
  describe("secrets", () => {
    it("rest nowhere: not in the database, not in the outbox, not in the log", async () => {
      const client = target().client();
      const email = `secret.${Math.random().toString(36).slice(2)}@example.com`;
      await client.post("/api/v1/users", { email, password: PASSWORD });
      const [mail] = await eventually(async () => {
        const mails = await target().mailTo(email);
        return mails.length > 0 && mails;
      });
      const mailToken = await open(mail?.links[0] ?? "");
      // Answers that may be repeated are kept, and these carry tokens.
      const logIn = { email, password: PASSWORD };
      const opened = await client.post("/api/v1/sessions", logIn, key());
      const cookie = [...client.cookies.values()][0] ?? "";
      const asked = { ...logIn, credential: "bearer" };
      const bearer = await client.post("/api/v1/sessions", asked, key());
      await client.post("/api/v1/sessions", { email, password: TYPED_WRONG });
      await client.post("/api/v1/users", { email, password: TYPED_WRONG, unknown: TYPED_WRONG });
      await client.request("POST", "/api/v1/sessions", { body: `{"password": "${TYPED_WRONG}"` });
      expect(opened.status).toBe(201);

      const more = await useAccount(email);

      const secrets = [PASSWORD, TYPED_WRONG, CHANGED, RESET, mailToken, cookie, ...more];
      secrets.push(bearer.body.token as string);
      expect(new Set(secrets).size).toBe(16);
      expect(secrets.every((secret) => secret.length > 15)).toBe(true);

      const dump = await eventually(async () => {
        const text = await wholeDatabase(target());
        return text.split(email).length > 3 && text; // it has arrived everywhere
      });
      const places = { database: dump, log: target().output() };
      for (const [place, text] of Object.entries(places)) {
        for (const [index, secret] of secrets.entries()) {
          for (const form of formsOf(secret)) {
            expect({ place, secret: index, found: text.includes(form) }).toEqual({
              place,
              secret: index,
              found: false,
            });
          }
        }
      }
    });
  });

  /** Opens a mailed link, as a browser or a scanner of mails does; answers with its token. */
  async function open(link: string): Promise<string> {
    const { pathname } = new URL(link);
    await target().client().get(pathname);
    return pathname.split("/").at(-1) ?? "";
  }

  /**
   * Changes the password, asks for another address and moves there, resets the password; answers
   * with every token that was handed out or mailed meanwhile.
   */
  async function useAccount(email: string): Promise<string[]> {
    const next = `next.${email}`;
    const client = target().client();
    const cookieNow = () => [...client.cookies.values()][0] ?? "";
    const tokenTo = async (address: string, path: string): Promise<string> => {
      const link = await eventually(async () => {
        const links = (await target().mailTo(address)).flatMap((mail) => mail.links);
        return links.find((one) => one.includes(path));
      });
      return await open(link);
    };
    const done = async (answer: Promise<{ status: number }>): Promise<void> => {
      expect((await answer).status).toBeLessThan(300);
    };

    await done(client.post("/api/v1/sessions", { email, password: PASSWORD, remember_me: true }));
    const opened = cookieNow();
    const factor = await useFactor(client, email);
    const changing = { current_password: TYPED_WRONG, ...twice(TYPED_WRONG) };
    expect((await client.put("/api/v1/me/password", changing)).status).toBe(422);
    await done(
      client.put("/api/v1/me/password", { current_password: PASSWORD, ...twice(CHANGED) }),
    );
    const renewed = cookieNow();
    await done(
      client.post("/api/v1/email-change-requests", { email: next, current_password: CHANGED }),
    );
    const toMove = await tokenTo(next, "/users/settings/confirm_email/");
    await done(client.post("/api/v1/email-changes", { token: toMove }));
    const moved = cookieNow();
    await done(client.post("/api/v1/password-reset-requests", { email: next }));
    const toReset = await tokenTo(next, "/users/reset_password/");
    const mistyped = { token: toReset, password: TYPED_WRONG, password_confirmation: RESET };
    expect((await client.post("/api/v1/password-resets", mistyped)).status).toBe(422);
    await done(client.post("/api/v1/password-resets", { token: toReset, ...twice(RESET) }));
    return [opened, renewed, moved, toMove, toReset, ...factor];
  }

  /** Adds a second factor and begins to log in with it; answers with its seed, a recovery code and the id of a log-in. */
  async function useFactor(client: HttpClient, email: string): Promise<string[]> {
    const done = async (answer: Promise<Answer>): Promise<Answer["body"]> => {
      const { status, body } = await answer;
      expect(status).toBeLessThan(300);
      return body;
    };
    const { factor, secret } = await done(client.post("/api/v1/me/factors/totp", {}, key()));
    const path = `/api/v1/me/factors/${factor.id as string}`;
    const code = totpCode(secret as string);
    const { recovery_codes } = await done(client.post(`${path}/confirmation`, { code }, key()));
    const credentials = { email, password: PASSWORD };
    const { login } = await done(target().client().post("/api/v1/sessions", credentials, key()));
    const [recoveryCode = ""] = recovery_codes as string[];
    return [secret as string, recoveryCode, recoveryCode.replaceAll("-", ""), login.id as string];
  }
}

function key(): Record<string, string> {
  return { "idempotency-key": randomUUID() };
}

/** A secret as it is, and as bytes in the ways in which PostgreSQL and logs write them. */
function formsOf(secret: string): string[] {
  const forms = [
    secret,
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret).toString("base64"),
  ];
  if (/^[A-Za-z0-9_-]{43}$/.test(secret))
    forms.push(Buffer.from(secret, "base64url").toString("hex"));
  return forms;
}

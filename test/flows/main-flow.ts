import { bearerToken, cookieJar } from "../../shared/client";
import { eventually } from "../support/eventually";
import { openPage, sendForm } from "../support/forms";
import type { Target } from "../support/target";

const PASSWORD = "correct horse battery staple";

/** From signing up to being found by an administrator: the main job of the platform. */
export function mainFlow(target: () => Target): void {
  describe("signing up, confirming, logging in", () => {
    const email = `Erika.${Math.random().toString(36).slice(2)}@Example.com`;
    let userId: string;
    let token: string;

    it("registers and says where the user lives", async () => {
      const answer = await target().api().send("POST", "/users", { email, password: PASSWORD });
      expect(answer.status).toBe(201);
      expect(answer.body.user).toMatchObject({ email, role: "user", confirmed_at: null });
      userId = answer.body.user.id;
      expect(answer.headers.get("location")).toBe(`/api/v1/users/${userId}`);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(JSON.stringify(answer.body)).not.toContain("password");
    });

    it("refuses a second registration with the same e-mail in other letters", async () => {
      const again = target()
        .api()
        .post("/users", { email: email.toLowerCase(), password: PASSWORD });
      await expect(again).rejects.toMatchObject({
        status: 422,
        code: "validation_failed",
        errors: [{ pointer: "/email", code: "email_taken" }],
      });
    });

    it("mails one link to the address", async () => {
      const [mail] = await eventually(async () => atLeast(1, await target().mailTo(email)));
      // The part before the @ is left as it was typed; the domain is the same in any letters.
      expect(mail?.to).toBe(email.replace("Example", "example"));
      expect(mail?.links).toHaveLength(1);
      token = mail?.links[0]?.split("/").at(-1) ?? "";
      expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    });

    it("confirms once, by POST, however often the link was opened", async () => {
      const client = target().client();
      expect((await client.get(`/users/confirm/${token}`)).body).toContain("<button");
      expect((await client.get(`/users/confirm/${token}`)).status).toBe(200);
      expect((await client.get(`/api/v1/confirmations?token=${token}`)).status).toBe(405);

      const api = target().api();
      const { user } = await api.post("/confirmations", { token });
      expect(user.id).toBe(userId);
      expect(user.confirmed_at).not.toBeNull();
      for (const none of [token, "A".repeat(43), "nonsense"]) {
        await expect(api.post("/confirmations", { token: none })).rejects.toMatchObject({
          status: 422,
          code: "token_invalid",
        });
      }
    });

    it("confirms by the button of the page that the link leads to, once", async () => {
      const client = target().client();
      const other = `page.${email}`;
      await client.post("/api/v1/users", { email: other, password: PASSWORD });
      const [mail] = await eventually(async () => atLeast(1, await target().mailTo(other)));
      const path = new URL(mail?.links[0] ?? "").pathname;
      const foreign = { headers: { "sec-fetch-site": "cross-site" } };
      expect((await client.request("POST", path, foreign)).status).toBe(403);
      const pressed = await sendForm(client, path, {});
      expect(pressed.status).toBe(303);
      expect((await openPage(client, "/")).body).toContain("Your address is confirmed");
      expect((await client.get(path)).status).toBe(303);
      expect((await openPage(client, "/")).body).toContain("does not work");
    });

    it("answers wrong passwords and unknown addresses alike", async () => {
      const client = target().client();
      const wrong = await client.post("/api/v1/sessions", { email, password: "not the password" });
      const unknown = await client.post("/api/v1/sessions", {
        email: `nobody.${email}`,
        password: "not the password",
      });
      expect(wrong.status).toBe(401);
      const { request_id: one, ...first } = wrong.body;
      const { request_id: other, ...second } = unknown.body;
      expect(first).toEqual(second);
      expect(one).not.toBe(other);
      expect(first.code).toBe("invalid_credentials");
      expect(client.cookies.size).toBe(0);
    });

    it("logs in with a cookie, shows the session, lists it and logs out on the server", async () => {
      const client = target().client();
      const opened = await client.post(
        "/api/v1/sessions",
        { email: email.toUpperCase(), password: PASSWORD },
        { "user-agent": "flow-test" },
      );
      expect(opened.status).toBe(201);
      expect(opened.body.token).toBeUndefined();
      expect(opened.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Lax/);

      const session = await client.get("/api/v1/session");
      expect(session.status).toBe(200);
      expect(session.body).toMatchObject({
        user: { id: userId, email },
        session: { id: opened.body.session.id },
      });
      expect(session.headers.get("cache-control")).toBe("no-store");

      const sessions = await client.get("/api/v1/sessions");
      expect(sessions.body.data).toEqual([
        expect.objectContaining({
          id: opened.body.session.id,
          current: true,
          user_agent: "flow-test",
        }),
      ]);

      const [cookie] = [...client.cookies];
      expect((await client.delete("/api/v1/session")).status).toBe(204);
      expect(client.cookies.size).toBe(0);
      client.cookies.set(...(cookie as [string, string]));
      expect((await client.get("/api/v1/session")).status).toBe(401);
    });

    it("logs in with a bearer token and sets no cookie", async () => {
      const api = target().api(bearerToken());
      const opened = await api.send("POST", "/sessions", {
        email,
        password: PASSWORD,
        credential: "bearer",
      });
      expect(opened.status).toBe(201);
      expect(opened.headers.getSetCookie()).toEqual([]);
      expect((await api.get("/session")).user.id).toBe(userId);
      await api.delete("/session");
      await expect(api.get("/session")).rejects.toMatchObject({ status: 401 });
    });

    it("shows the owner what happened, once each", async () => {
      const api = target().api(cookieJar());
      await api.post("/sessions", { email, password: PASSWORD });
      // Sessions are subjects of their own, so the last entry that is shown need not be the last event.
      const types = await eventually(async () => {
        const found: string[] = [];
        for await (const { type } of api.each("/me/activity", { limit: 3 })) found.push(type);
        return found.length >= 8 && found;
      });
      expect(count(types)).toEqual({
        "user.registered": 1,
        "user.confirmed": 1,
        "session.rejected": 1,
        "session.created": 3,
        "session.ended": 2,
      });
    });

    it("lets an administrator find the user by prefix and by a typo, and read the audit trail", async () => {
      const admin = await target().admin();
      const name = email.split("@")[0] ?? "";
      const swapped = name.replace("Erika", "Eirka");
      for (const query of [name.slice(0, 9), swapped]) {
        const found = await eventually(async () => {
          const { body } = await admin.get(`/api/v1/users?query=${encodeURIComponent(query)}`);
          return (body.data as { id: string; confirmed_at: string | null }[]).find(
            ({ id, confirmed_at }) => id === userId && confirmed_at !== null,
          );
        });
        expect(found).toMatchObject({ id: userId, email });
      }
      const trail = await admin.get(`/api/v1/audit-entries?subject=${userId}&type=user.registered`);
      expect(trail.body.data).toHaveLength(1);
      expect(JSON.stringify(trail.body)).not.toContain(email);
    });

    it("shows the administrator's lists to nobody else", async () => {
      const client = target().client();
      expect((await client.get("/api/v1/users")).status).toBe(401);
      await client.post("/api/v1/sessions", { email, password: PASSWORD });
      expect((await client.get("/api/v1/users")).status).toBe(403);
      expect((await client.get("/api/v1/audit-entries")).status).toBe(403);
    });
  });
}

function atLeast<T>(number: number, items: T[]): T[] | undefined {
  return items.length >= number ? items : undefined;
}

function count(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

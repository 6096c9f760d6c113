import type { Mail } from "../../shared/contracts";
import { openEventStream } from "../support/event-stream";
import { eventually } from "../support/eventually";
import type { Answer, HttpClient } from "../support/http";
import { passMailTime } from "../support/mail-limits";
import type { Target } from "../support/target";

const PASSWORD = "correct horse battery staple";
const NEXT_PASSWORD = "another horse, another battery";

const twice = (password: string) => ({ password, password_confirmation: password });

/** What people do with an account they have: new links, new passwords, a new address. */
export function accountFlow(target: () => Target): void {
  const logIn = async (email: string, password = PASSWORD): Promise<HttpClient> => {
    const client = target().client();
    const { status } = await client.post("/api/v1/sessions", { email, password });
    expect(status).toBe(201);
    return client;
  };

  const signUp = async (): Promise<string> => {
    const email = `member.${Math.random().toString(36).slice(2)}@example.com`;
    const { status } = await target().client().post("/api/v1/users", { email, password: PASSWORD });
    expect(status).toBe(201);
    await mailOf(email, "/users/confirm/");
    return email;
  };

  /** The newest mail to an address with a link below a path, or about what a word in the subject says. */
  const mailOf = async (email: string, wanted: string): Promise<Mail> =>
    await eventually(async () => {
      const mails = await target().mailTo(email);
      return mails.find(
        ({ links, subject }) =>
          links.some((link) => link.includes(wanted)) || subject.includes(wanted),
      );
    });
  const tokenOf = ({ links }: Mail): string => {
    expect(links).toHaveLength(1);
    return links[0]?.split("/").at(-1) ?? "";
  };
  /** So many minutes later, as far as the number of mails is limited. */
  const passTime = async (minutes: number): Promise<void> => {
    await passMailTime(await target().database(), minutes);
  };
  const statusOf = async (client: HttpClient) => (await client.get("/api/v1/session")).status;

  describe("asking for a mail", () => {
    it.each(["confirmation", "password-reset"])(
      "answers a %s request alike for every address",
      async (purpose) => {
        const path = `/api/v1/${purpose}-requests`;
        const email = await signUp();
        const known = await target().client().post(path, { email });
        const unknown = await target()
          .client()
          .post(path, { email: `x${email.slice(1)}` });
        expect(known.status).toBe(202);
        expect(shownBy(known)).toEqual(shownBy(unknown));
        expect(await target().mailTo(`x${email.slice(1)}`)).toEqual([]);
      },
    );

    it("to confirm sends another link, which ends the one before", async () => {
      const email = await signUp();
      const first = tokenOf(await mailOf(email, "/users/confirm/"));
      await passTime(2);
      await target().client().post("/api/v1/confirmation-requests", { email });
      const second = await eventually(async () => {
        const mails = await target().mailTo(email);
        return mails.length === 2 && tokenOf(mails[0]!);
      });
      const confirm = (token: string) => target().client().post("/api/v1/confirmations", { token });
      expect((await confirm(first)).body.code).toBe("token_invalid");
      expect((await confirm(second)).body.user.confirmed_at).not.toBeNull();
    });
  });

  describe("resetting a password", () => {
    it("by a mailed link ends every session, and is told by a notice", async () => {
      const email = await signUp();
      const client = await logIn(email);
      await target().client().post("/api/v1/password-reset-requests", { email });
      const token = tokenOf(await mailOf(email, "/users/reset_password/"));
      const reset = (fields: object) =>
        target()
          .client()
          .post("/api/v1/password-resets", { token, ...fields });

      const mistyped = await reset({ ...twice(NEXT_PASSWORD), password_confirmation: PASSWORD });
      expect(mistyped.status).toBe(422);
      expect(mistyped.body.errors).toMatchObject([
        { pointer: "/password_confirmation", code: "confirmation_mismatch" },
      ]);
      const done = await reset(twice(NEXT_PASSWORD));
      expect(done.status).toBe(204);
      expect(done.headers.getSetCookie()).toEqual([]);

      expect(await statusOf(client)).toBe(401);
      expect((await reset(twice(PASSWORD))).body.code).toBe("token_invalid");
      const old = await target().client().post("/api/v1/sessions", { email, password: PASSWORD });
      expect(old.status).toBe(401);
      await logIn(email, NEXT_PASSWORD);
      expect((await mailOf(email, "password was reset")).links).toEqual([]);
    });
  });

  describe("changing the password", () => {
    it("renews this session and ends the others, at once and with their streams", async () => {
      const email = await signUp();
      const client = await logIn(email);
      const other = await logIn(email);
      const [cookie] = [...other.cookies].map(([name, value]) => `${name}=${value}`);
      const stream = await openEventStream(`${target().url}/api/v1/me/stream`, {
        cookie: cookie ?? "",
      });
      expect(stream.status).toBe(200);
      const before = [...client.cookies.values()][0];

      const wrong = await client.put("/api/v1/me/password", {
        current_password: NEXT_PASSWORD,
        ...twice(NEXT_PASSWORD),
      });
      expect(wrong.status).toBe(422);
      expect(wrong.body.errors).toMatchObject([{ pointer: "/current_password" }]);

      const changed = await client.put("/api/v1/me/password", {
        current_password: PASSWORD,
        ...twice(NEXT_PASSWORD),
      });
      expect(changed.status).toBe(200);
      expect(Object.keys(changed.body as object)).toEqual(["user", "session"]);
      expect([...client.cookies.values()][0]).not.toBe(before);
      expect(await statusOf(client)).toBe(200);
      expect(await statusOf(other)).toBe(401);
      await stream.ended;
      stream.close();

      await logIn(email, NEXT_PASSWORD);
      expect((await mailOf(email, "password was changed")).links).toEqual([]);
      const types = await eventually(async () => {
        const { body } = await client.get("/api/v1/me/activity?limit=100");
        const found = (body.data as { type: string }[]).map(({ type }) => type);
        const all = ["user.password_changed", "session.ended"];
        return all.every((type) => found.includes(type)) && found;
      });
      expect(types.filter((type) => type === "session.ended")).toHaveLength(1);
    });
  });

  describe("moving to another address", () => {
    it("goes by a link to the new one, with a notice to the old, and is found by search", async () => {
      const email = await signUp();
      const next = `moved.${email}`;
      const client = await logIn(email);
      const other = await logIn(email);
      const ask = (fields: object) => client.post("/api/v1/email-change-requests", fields);

      expect((await ask({ email, current_password: PASSWORD })).body.errors).toMatchObject([
        { pointer: "/email", code: "not_changed" },
      ]);
      expect((await ask({ email: next, current_password: "wrong" })).body.errors).toMatchObject([
        { pointer: "/current_password" },
      ]);
      const taken = await ask({ email: await signUp(), current_password: PASSWORD });
      const accepted = await ask({ email: next, current_password: PASSWORD });
      expect(accepted.status).toBe(202);
      expect(shownBy(accepted)).toEqual(shownBy(taken));

      expect((await mailOf(email, "about to change")).links).toEqual([]);
      const token = tokenOf(await mailOf(next, "/users/settings/confirm_email/"));
      const stranger = await logIn(await signUp());
      expect((await stranger.post("/api/v1/email-changes", { token })).body.code).toBe(
        "token_invalid",
      );
      expect((await target().client().post("/api/v1/email-changes", { token })).status).toBe(401);

      const { body: session } = await client.get("/api/v1/session");
      const moved = await client.post("/api/v1/email-changes", { token });
      expect(moved.status).toBe(200);
      expect(moved.body.user).toMatchObject({ id: session.user.id, email: next });
      expect(moved.body.user.confirmed_at).not.toBeNull();
      expect(moved.body.token).toBeUndefined();
      expect(await statusOf(client)).toBe(200);
      expect(await statusOf(other)).toBe(401);
      expect((await client.post("/api/v1/email-changes", { token })).body.code).toBe(
        "token_invalid",
      );
      await logIn(next);

      const admin = await target().admin();
      const found = await eventually(async () => {
        const { body } = await admin.get(`/api/v1/users?query=${encodeURIComponent(next)}`);
        return (body.data as { id: string; email: string; confirmed_at: string }[]).find(
          (user) => user.id === session.user.id && user.email === next,
        );
      });
      expect(found.confirmed_at).not.toBeNull();
      const trail = await eventually(async () => {
        const { body } = await admin.get(
          `/api/v1/audit-entries?subject=${session.user.id as string}&type=user.email_changed`,
        );
        return (body.data as unknown[]).length > 0 && JSON.stringify(body);
      });
      for (const address of [email, next]) expect(trail).not.toContain(address);
    });
  });
}

/** What a client sees of an answer, without what names the request. */
function shownBy({ status, headers, body }: Answer): object {
  const { "x-request-id": id, date: _, ratelimit, ...named } = Object.fromEntries(headers);
  const { traceparent: __, ...rest } = named;
  return {
    status,
    body: body as unknown,
    headers: rest,
    lengthOfId: id?.length,
    limit: ratelimit?.split(";")[0],
  };
}

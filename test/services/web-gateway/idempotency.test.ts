import { bearer, browser, PASSWORD } from "./support";
import { atTwoGateways, COPIES } from "./two-gateways";

const { gateway, other, key, post, newPerson, register, copies, rows, eventsOf, oneAnswer } =
  atTwoGateways();

describe("fifty copies of a request at two gateways", () => {
  it("are one registration with one answer", async () => {
    const person = newPerson();
    const answer = oneAnswer(await copies("/users", person));
    expect(answer.status).toBe(201);
    expect(answer.headers.location).toBe(`/api/v1/users/${answer.json.user.id as string}`);
    expect(await eventsOf(person.email, "user.registered")).toBe(1);
  });

  it.each(["cookie", "bearer"])("are one log-in with one credential: a %s", async (credential) => {
    const person = newPerson();
    await register(person);
    const answer = oneAnswer(await copies("/sessions", { ...person, credential }));
    expect(answer.status).toBe(201);
    const [cookie = ""] = answer.headers["set-cookie"] ?? [];
    const token = (answer.json.token as string | undefined) ?? /=([^;]*)/.exec(cookie)?.[1] ?? "";
    const { status } = await gateway().ask("GET", "/api/v1/session", { headers: bearer(token) });
    expect(status).toBe(200);
    expect(await eventsOf(person.email, "session.created")).toBe(1);
  });

  it("are one wrong password, for the limits too", async () => {
    const tries = async (): Promise<number> => {
      const found = await rows<{ used: number }>(
        `select sum(used)::int as used from "web-gateway".limits where key like 'log-in:%'`,
      );
      return found[0]!.used;
    };
    const person = newPerson();
    await register(person);
    const before = await tries();
    const answer = oneAnswer(
      await copies("/sessions", { ...person, password: "not the password" }),
    );
    expect(answer).toMatchObject({ status: 401, json: { code: "invalid_credentials" } });
    expect(await eventsOf(person.email, "session.rejected")).toBe(1);
    expect(await tries()).toBe(before + 1);
  });

  it("are fifty requests without a key", async () => {
    const person = newPerson();
    const answers = await copies("/users", person, {});
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(COPIES - 1);
  });
});

describe("a key", () => {
  it("belongs to one body, at every gateway(), also while the first is under way", async () => {
    const headers = key();
    const person = newPerson();
    const [one, two] = await Promise.all([
      register(person, headers),
      register({ ...person, password: `${PASSWORD}!` }, headers),
    ]);
    expect([one.status, two.status].sort()).toEqual([201, 422]);
    const again = await register({ ...person, email: `x${person.email}` }, headers, other());
    expect(again).toMatchObject({ status: 422, json: { code: "idempotency_key_reused" } });
    expect(again.headers["content-type"]).toBe("application/problem+json");
    expect(await eventsOf(`x${person.email}`, "user.registered")).toBe(0);
  });

  it("goes by what a body means, not by how it is written", async () => {
    const headers = { ...key(), "content-type": "application/json" };
    const { email } = newPerson();
    const first = await post("/users", `{"email":"${email}","password":"${PASSWORD}"}`, headers);
    const second = await post("/users", `{ "password":"${PASSWORD}", "email":"${email}"}`, headers);
    expect(oneAnswer([first, second]).status).toBe(201);
  });

  it("belongs to one address of the API and one kind of credential", async () => {
    const headers = key();
    const person = newPerson();
    await register(person, headers);
    expect((await post("/sessions", person, headers)).json.code).toBe("idempotency_key_reused");
    const { token } = await gateway().signUp();
    const asBearer = await post("/sessions", person, { ...key("kind"), ...bearer(token) });
    const asNobody = await post("/sessions", person, key("kind"));
    expect([asBearer.status, asNobody.status]).toEqual([201, 422]);
  });

  it("of somebody at another address is another key", async () => {
    const headers = key("1");
    const person = newPerson();
    const mine = await register(person, { ...headers, "x-forwarded-for": "198.51.100.1" });
    const theirs = await register(person, { ...headers, "x-forwarded-for": "198.51.100.2" });
    expect(mine.status).toBe(201);
    expect(theirs.json.errors).toMatchObject([{ code: "email_taken" }]);
    const own = await register(newPerson(), { ...headers, "x-forwarded-for": "198.51.100.2" });
    expect(own.json.code).toBe("idempotency_key_reused");
  });

  it.each([[""], ["a".repeat(256)], ["sp\u00e4t"], [["one", "two"]]])(
    "that reads %p is malformed",
    async (value) => {
      const person = newPerson();
      const answer = await register(person, key(value));
      expect(answer).toMatchObject({ status: 400, json: { code: "malformed_request" } });
      expect(await eventsOf(person.email, "user.registered")).toBe(0);
    },
  );

  it.each(["1", "a".repeat(255), '"8e03978e-40d5-43e8-bc93-6894a57f9324"', "a b, c"])(
    "may be %p",
    async (value) => {
      const person = newPerson();
      const headers = key(value);
      expect(
        oneAnswer([await register(person, headers), await register(person, headers)]),
      ).toMatchObject({ status: 201 });
    },
  );

  it("means nothing to what only reads, or removes", async () => {
    const { token } = await gateway().signUp();
    const headers = { ...key(), ...bearer(token) };
    const ask = (method: string) => gateway().ask(method, "/api/v1/session", { headers });
    expect((await ask("GET")).status).toBe(200);
    expect((await ask("DELETE")).status).toBe(204);
    expect((await ask("GET")).status).toBe(401);
  });

  it("is a user's own, and one session's", async () => {
    const headers = key();
    const body = { email: newPerson().email, current_password: PASSWORD };
    const [one, two] = [await gateway().signUp(), await gateway().signUp()];
    const ask = (token: string, asked = body) =>
      post("/email-change-requests", asked, { ...headers, ...bearer(token) });
    const session = await post("/sessions", {
      email: one.email,
      password: PASSWORD,
      credential: "bearer",
    });
    expect((await ask(one.token)).status).toBe(202);
    expect((await ask(one.token)).status).toBe(202);
    expect((await ask(two.token, { ...body, email: newPerson().email })).status).toBe(202);
    expect((await ask(session.json.token as string)).json.code).toBe("idempotency_key_reused");
    expect(await eventsOf(one.email, "user.email_change_requested")).toBe(1);
    expect(await eventsOf(two.email, "user.email_change_requested")).toBe(1);
  });

  it("opens nothing to who is no longer logged in, nor for another site", async () => {
    const headers = key();
    const { token } = await gateway().signUp();
    const body = { email: newPerson().email, current_password: PASSWORD };
    const ask = (more: Record<string, string>) =>
      post("/email-change-requests", body, { ...headers, ...more });
    expect((await ask(browser(token))).status).toBe(202);
    const foreign = await ask({ ...browser(token), "sec-fetch-site": "cross-site" });
    expect(foreign.json.code).toBe("csrf_failed");
    await gateway().ask("DELETE", "/api/v1/session", { headers: browser(token) });
    expect((await ask(browser(token))).json.code).toBe("unauthenticated");
  });

  it("is forgotten after a day by the database's clock", async () => {
    const headers = key();
    await register(newPerson(), headers);
    await gateway().owner.raw(
      `update "web-gateway".idempotency_keys set expires_at = now() - interval '1 second'`,
    );
    await gateway().owner.raw(
      "update accounts.recorded_answers set expires_at = now() - interval '1 second'",
    );
    expect((await register(newPerson(), headers)).status).toBe(201);
  });
});

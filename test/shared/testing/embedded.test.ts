import { Client } from "pg";
import { aboutOf } from "../../../shared/events";
import { type Jumar, startJumar } from "../../../shared/testing";
import { eventually } from "../../support/eventually";
import { leftOnThisMachine, nameOf, OWN } from "./leftovers";

describe("the test kit, embedded", () => {
  let jumar: Jumar;
  beforeAll(async () => {
    jumar = await startJumar();
  });
  afterAll(async () => {
    await jumar.stop();
  });

  it("says where everything is", async () => {
    expect((await fetch(`${jumar.url}/health/ready`)).status).toBe(200);
    expect((await fetch(jumar.ops.live)).status).toBe(200);
    expect((await fetch(jumar.ops.ready)).status).toBe(200);
    expect(await (await fetch(jumar.ops.metrics)).text()).toContain("jumar_outbox_age_seconds");
    expect(jumar.output()).toContain("Jumar is ready");
    expect(jumar.amqpUrl).toBeUndefined();
    const database = new Client({ connectionString: jumar.databaseUrl });
    await database.connect();
    const { rows } = await database.query("select count(*) from accounts.users");
    await database.end();
    expect(rows).toHaveLength(1);
  });

  it("makes users as they sign up, confirm, and are made by operators", async () => {
    const [unconfirmed, confirmed, admin] = await Promise.all([
      jumar.createUser(),
      jumar.createUser({ confirmed: true }),
      jumar.createUser({ role: "admin", confirmed: true }),
    ]);
    expect(unconfirmed).toMatchObject({ role: "user", confirmed_at: null });
    expect(confirmed.confirmed_at).toMatch(/^20/);
    expect(admin).toMatchObject({ role: "admin", confirmed_at: expect.stringMatching(/^20/) });
    expect(new Set([unconfirmed, confirmed, admin].map(({ email }) => email)).size).toBe(3);
    await expect(jumar.createUser({ email: admin.email })).rejects.toMatchObject({
      code: "validation_failed",
    });

    const client = await jumar.logIn(admin);
    expect((await client.get("/session")).user.id).toBe(admin.id);
    const token = (await jumar.logIn(unconfirmed)).token;
    const asked = await fetch(`${jumar.url}/api/v1/session`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(asked.status).toBe(200);
    await expect(jumar.client.get("/session")).rejects.toMatchObject({ status: 401 });
    await expect(
      jumar.logIn({ ...unconfirmed, password: "not the password" }),
    ).rejects.toMatchObject({ code: "invalid_credentials" });
  });

  it("makes users with an authenticator app, and logs them in with it, also three at once", async () => {
    const user = await jumar.createUser({ totp: true });
    const all = await Promise.all([jumar.logIn(user), jumar.logIn(user), jumar.logIn(user)]);
    for (const client of all) {
      expect((await client.get("/session")).user.id).toBe(user.id);
    }
    const { email, password } = user;
    await expect(jumar.logIn({ email, password })).rejects.toThrow(/second factor/);
  });

  it("shows mails with text, html and links, those that came and those that come", async () => {
    const { email } = await jumar.createUser();
    const mail = await jumar.mails.waitFor({ to: email, subject: /confirm/i });
    expect(mail.links).toEqual([expect.stringContaining(`${jumar.url}/users/confirm/`)]);
    expect(mail.text).toContain(mail.links[0]);
    expect(mail.html).toContain("<a");
    expect(await jumar.mails.waitFor({ to: email, subject: mail.subject })).toEqual(mail);
    expect(await jumar.mails.to(email)).toEqual([mail]);
    expect(await jumar.mails.to("nobody@example.com")).toEqual([]);

    const reset = jumar.mails.waitFor({ to: email, subject: /password/i });
    await jumar.client.post("/password-reset-requests", { email });
    expect((await reset).links[0]).toContain("/users/reset_password/");
  });

  it("says which mail did not come, and what was there instead", async () => {
    const { email } = await jumar.createUser();
    await jumar.mails.waitFor({ to: email });
    await expect(
      jumar.mails.waitFor({ to: email, subject: "Nothing of the kind", within: 50 }),
    ).rejects.toThrow(
      `no mail to ${email} with the subject Nothing of the kind came within 50 ms; there: "Confirm`,
    );
  });

  it("shows every event there was, and waits for those to come", async () => {
    const user = await jumar.createUser();
    const registered = await jumar.events.waitFor(
      "user.registered",
      ({ data }) => data.email === user.email,
    );
    expect(registered.subject).toBe(user.id);

    const coming = jumar.events.waitFor("session.created", ({ concerns }) => concerns === user.id);
    await jumar.logIn(user);
    const session: string = (await coming).data.session_id;
    expect(session).toMatch(/^session_/);

    const all = await jumar.events.all();
    const own = all.filter((event) => aboutOf(event).includes(user.id)).map(({ type }) => type);
    expect(own).toEqual(["user.registered", "session.created"]);
    const registrations = await jumar.events.all("user.registered");
    expect(registrations.map(({ data }) => data.email)).toContain(user.email);

    await expect(jumar.events.waitFor("user.deleted", () => true, { within: 50 })).rejects.toThrow(
      "no user.deleted came within 50 ms; there is none",
    );
    await expect(
      jumar.events.waitFor("user.registered", () => false, { within: 50 }),
    ).rejects.toThrow(/none of the \d+ there fits/);
  });

  it("has none of the limits that a test would run into", async () => {
    // A hundred wrong passwords from one address are the most that production takes.
    const users = await Promise.all(Array.from({ length: 26 }, () => jumar.createUser()));
    for (let times = 0; times < 4; times += 1) {
      const wrong = users.map((user) => jumar.logIn({ ...user, password: "not the password" }));
      const answers = await Promise.allSettled(wrong);
      for (const answer of answers)
        expect(answer).toMatchObject({ reason: { code: "invalid_credentials" } });
    }
    await expect(jumar.logIn(users[0]!)).resolves.toHaveProperty("token");
  });

  it("shares nothing with one beside it, and each leaves nothing when it is stopped", async () => {
    const [one, other] = [jumar, await startJumar({ mode: "embedded" })];
    const user = await one.createUser();
    expect(one.url).not.toBe(other.url);
    await one.mails.waitFor({ to: user.email });
    expect(await other.mails.to(user.email)).toEqual([]);
    expect(await other.events.all()).toEqual([]);
    await expect(other.logIn(user)).rejects.toMatchObject({ code: "invalid_credentials" });

    const names = [one, other].map(({ env }) => nameOf(env));
    expect(names.flatMap(leftOnThisMachine).length).toBeGreaterThan(2);
    await Promise.all([one.stop(), one.stop(), other[Symbol.asyncDispose]()]);
    expect(names.flatMap(leftOnThisMachine)).toEqual([]);
    await expect(fetch(one.url)).rejects.toThrow();
  });
});

describe("starts of the test kit", () => {
  it("take settings over those for tests, and say when mails really leave, or that it has ended", async () => {
    const jumar = await startJumar({
      env: { JUMAR_SIGN_UPS_PER_ADDRESS: "2", SMTP_URL: "smtp://127.0.0.1:1" },
    });
    await jumar.createUser();
    await jumar.createUser();
    await expect(jumar.createUser()).rejects.toMatchObject({ code: "rate_limited" });
    await expect(jumar.mails.waitFor({ to: "a@example.com" })).rejects.toThrow(/SMTP_URL/);

    const name = nameOf(jumar.env);
    const pid = Number(/"pid":(\d+)/.exec(jumar.output())?.[1]);
    process.kill(pid, "SIGKILL");
    await eventually(() =>
      fetch(jumar.url).then(
        () => false,
        () => true,
      ),
    );
    await expect(jumar.stop()).rejects.toThrow(/jumar (had ended before|ended with SIGKILL)/);
    expect(leftOnThisMachine(name)).toEqual([]);
  });

  it("that fail say why, and leave nothing", async () => {
    const before = leftOnThisMachine(OWN);
    const wrong = startJumar({ env: { JUMAR_SESSION_DAYS: "many" } });
    await expect(wrong).rejects.toThrow(/ended instead of becoming ready:[^]*JUMAR_SESSION_DAYS/);
    const late = startJumar({ startWithin: 300 });
    await expect(late).rejects.toThrow("jumar was not ready within 300 ms");
    expect(leftOnThisMachine(OWN).filter((line) => !before.includes(line))).toEqual([]);
  });
});

import { randomUUID } from "node:crypto";
import { losingAnswer } from "./lost-answers";
import { type Answer, type Gateway, PASSWORD, startGateway } from "./support";
import { cookiesOf, visitPage } from "./visitor";

const OLD = "the secret that was used until now ".repeat(2);
const NEW = "the secret that is used from now on ".repeat(2);

/** Two gateways on one database in the middle of a rotation: one signs with the old secret still. */
let first: Gateway;
let second: Gateway;

beforeAll(async () => {
  first = await startGateway({ config: { secretKeyBase: OLD, secretKeyBasePrevious: NEW } });
  const config = { secretKeyBase: NEW, secretKeyBasePrevious: OLD };
  second = await startGateway({ beside: first, config });
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

it.each([
  ["first", "second"],
  ["second", "first"],
])("a request that the %s gateway did is known by the %s, and done once", async (one) => {
  const [done, asked] = one === "first" ? [first, second] : [second, first];
  const email = `${one}@example.com`;
  const headers = { "idempotency-key": randomUUID() };
  const register = (at: Gateway, body: object) =>
    at.ask("POST", "/api/v1/users", { headers, body: { password: PASSWORD, ...body } });
  const answer = await register(done, { email });
  expect(answer.status).toBe(201);
  const again = await register(asked, { email });
  expect(again.json.user).toEqual(answer.json.user);
  const other = await register(asked, { email: "other@example.com" });
  expect(other.json.code).toBe("idempotency_key_reused");
  const { rows } = await first.owner.raw<{ rows: unknown[] }>(
    "select 1 from accounts.outbox where type = 'user.registered' and data->>'email' = ?",
    [email],
  );
  expect(rows).toHaveLength(1);
});

it("a form whose answer the one lost is done once, and answered by the other as it was", async () => {
  const { email } = await first.signUp();
  const pressed = await visitPage(first, "/users/log_in");
  const countOf = async (): Promise<number> => {
    const { rows } = await first.owner.raw<{ rows: unknown[] }>(
      "select 1 from accounts.outbox where type = 'session.created'",
    );
    return rows.length;
  };
  const before = await countOf();
  const fields = { email, password: PASSWORD };
  const lost = await losingAnswer(first, () => pressed.send(fields));
  const again = await pressed.send(fields, "/users/log_in", {}, second);
  expect(sessionIn(again)).toMatch(/^jumar_session=.{43}/);
  expect(sessionIn(again)).toBe(sessionIn(lost));
  expect(await countOf()).toBe(before + 1);
});

const sessionIn = (answer: Answer) => /jumar_session=[^;]*/.exec(cookiesOf(answer))?.[0];

it("sessions go on", async () => {
  const credentials = { email: "goes.on@example.com", password: PASSWORD };
  await first.ask("POST", "/api/v1/users", { body: credentials });
  const { json } = await first.ask("POST", "/api/v1/sessions", {
    body: { ...credentials, credential: "bearer" },
  });
  const headers = { authorization: `Bearer ${String(json.token)}` };
  expect((await second.ask("GET", "/api/v1/me", { headers })).status).toBe(200);
});

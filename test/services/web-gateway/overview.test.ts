import { texts } from "../../../services/web-gateway/pages/texts";
import { eventually } from "../../support/eventually";
import { bearer, browser, type Gateway, PASSWORD, startGateway } from "./support";

const { en, de } = texts;
let gateway: Gateway;
let admin: Awaited<ReturnType<Gateway["signUp"]>>;

beforeAll(async () => {
  gateway = await startGateway({ services: ["accounts", "audit"] });
  admin = await gateway.signUp({ role: "admin" });
});
afterAll(async () => {
  await gateway.stop();
});

const asked = async () =>
  await gateway.ask("GET", "/api/v1/overview", { headers: bearer(admin.token) });
const opened = async (language: string) =>
  await gateway.ask("GET", "/admin", {
    headers: { ...browser(admin.token), accept: "text/html", "accept-language": language },
  });

it("counts users, and what happened day by day, and says which service is away", async () => {
  const { email } = await gateway.signUp();
  const logIn = { email, password: PASSWORD };
  for (const password of [PASSWORD, "not the password at all"]) {
    await gateway.ask("POST", "/api/v1/sessions", { body: { ...logIn, password } });
  }
  const { status, json } = await eventually(async () => {
    const answer = await asked();
    const [today] = (answer.json.days as Record<string, unknown>[]).slice(-1);
    // Two sign-ups, which log in, and the log-in here.
    const { registered, logged_in, refused } = today ?? {};
    return registered === 2 && logged_in === 3 && refused === 1 && answer;
  });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    users: { count: 2, is_estimate: false },
    mails: null,
    dead_letters: [
      { subscriber: "audit", count: 0 },
      { subscriber: "notifier", count: null },
      { subscriber: "search", count: null },
    ],
  });
  const days = json.days as { date: string; logged_in: number }[];
  expect(days).toHaveLength(14);
  expect(days.map(({ date }) => date)).toEqual([...days.map(({ date }) => date)].sort());
  expect(days.slice(0, 12)).toEqual(
    days.slice(0, 12).map(({ date }) => ({ date, registered: 0, logged_in: 0, refused: 0 })),
  );
});

it("is for administrators alone", async () => {
  const { token } = await gateway.signUp();
  const answer = await gateway.ask("GET", "/api/v1/overview", { headers: bearer(token) });
  expect([answer.status, answer.json.code]).toEqual([403, "forbidden"]);
});

it.each([
  ["en", en],
  ["de", de],
])("is a page with a plot for each, in %s", async (language, t) => {
  const { status, text } = await opened(language);
  expect(status).toBe(200);
  expect(text.match(/<svg[^>]*viewBox="0 0 280 72"/g)).toHaveLength(3);
  // Who does not see the bars has each day in a table.
  expect(text.match(/<th scope="row">/g)).toHaveLength(3 * 14);
  expect(text).toContain(t("admin.overview.refused"));
  expect(text).toContain(t("admin.dead_letters.away", { name: "notifier" }));
  expect(text).toContain('aria-current="page"');
});

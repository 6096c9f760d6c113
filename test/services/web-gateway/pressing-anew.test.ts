import { texts } from "../../../services/web-gateway/pages/texts";
import { losingAnswer } from "./lost-answers";
import { type Answer, browser, type Gateway, PASSWORD, startGateway } from "./support";
import { cookiesOf, saidAfter, visitPage } from "./visitor";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const sessionIn = (answer: Answer) => /jumar_session=([^;]*)/.exec(cookiesOf(answer))?.[1] ?? "";
const countOf = async (type: string): Promise<number> => {
  const { rows } = await gateway.owner.raw<{ rows: unknown[] }>(
    "select 1 from accounts.outbox where type = ?",
    [type],
  );
  return rows.length;
};

describe("a form that is pressed again when the session that it opened has ended", () => {
  it("opens one session more, however often it is pressed then, and another after that", async () => {
    const { email } = await gateway.signUp();
    const { send } = await visitPage(gateway, "/users/log_in");
    const fields = { email, password: PASSWORD };
    const opened = new Set<string>();
    for (let round = 1; round <= 3; round += 1) {
      const before = await countOf("session.created");
      const answers = await Promise.all([send(fields), send(fields), send(fields)]);
      answers.push(await send(fields));
      for (const answer of answers) expect(answer.status).toBe(303);
      const [session, ...more] = new Set(answers.map(sessionIn));
      expect(more).toEqual([]);
      opened.add(session!);
      expect(await countOf("session.created")).toBe(before + 1);
      await (await visitPage(gateway, "/", { session })).send({}, "/users/log_out");
    }
    expect([...opened].every((token) => token.length === 43)).toBe(true);
    expect(opened.size).toBe(3);
  });
});

describe("a form whose answer was lost", () => {
  it.each([
    ["/users/settings", "/users/settings/account", { current_password: PASSWORD }, "user.deleted"],
    ["/", "/users/log_out", {}, "session.ended"],
  ])(
    "is done once, and says that one has to look if it ended the session: %s, %s",
    async (path, action, fields, event) => {
      const { token } = await gateway.signUp();
      const { send, cookie } = await visitPage(gateway, path, { session: token });
      const before = await countOf(event);
      await losingAnswer(gateway, () => send(fields, action));
      const again = await send(fields, action);
      expect(await saidAfter(gateway, again, cookie)).toContain(texts.en("forms.interrupted"));
      expect(await countOf(event)).toBe(before + 1);
    },
  );

  it("has that answer nevertheless where the session goes on", async () => {
    const { email, token } = await gateway.signUp();
    await gateway.ask("POST", "/api/v1/sessions", { body: { email, password: PASSWORD } });
    const { json } = await gateway.ask("GET", "/api/v1/sessions", { headers: browser(token) });
    const other = (json.data as { id: string; current: boolean }[]).find(({ current }) => !current);
    const page = await visitPage(gateway, "/users/settings", { session: token });
    const action = `/users/settings/sessions/${other!.id}`;
    await losingAnswer(gateway, () => page.send({}, action));
    const again = await page.send({}, action);
    const said = await saidAfter(gateway, again, page.cookie);
    expect(said).toContain(texts.en("sessions.ended"));
  });
});

it("tells whoever logged in elsewhere meanwhile that what they sent was not done", async () => {
  const { email } = await gateway.signUp();
  const { token } = await gateway.signUp();
  const { send, cookie } = await visitPage(gateway, "/users/log_in");
  const all = `${cookie}; ${browser(token).cookie}`;
  const answer = await send({ email, password: PASSWORD }, "/users/log_in", { cookie: all });
  expect([answer.status, answer.headers.location]).toEqual([303, "/"]);
  expect(sessionIn(answer)).toBe("");
  expect(await saidAfter(gateway, answer, all)).toContain(texts.en("log_in.already"));
});

import { type TextKey, texts } from "../../../services/web-gateway/pages/texts";
import { html } from "../../../shared/html";
import { hiddenFieldsOf } from "../../support/forms";
import { type Answer, bearer, browser, type Gateway, PASSWORD, startGateway } from "./support";

const { en } = texts;
let gateway: Gateway;
let admin: Awaited<ReturnType<Gateway["signUp"]>>;

beforeAll(async () => {
  gateway = await startGateway({ services: ["accounts", "audit", "search"] });
  admin = await gateway.signUp({ role: "admin" });
});
afterAll(async () => {
  await gateway.stop();
});

const open = async (path: string): Promise<Answer> =>
  await gateway.ask("GET", path, { headers: { ...browser(admin.token), accept: "text/html" } });

/** Sends a form of a page as it is there, and opens what its answer leads to. */
async function press(
  page: string,
  action: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  const hidden = hiddenFieldsOf((await open(page)).text, action);
  const answer = await gateway.ask("POST", action, {
    headers: {
      ...browser(admin.token),
      accept: "text/html",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ ...hidden, ...fields }).toString(),
  });
  if (answer.status !== 303) return answer;
  const cookies = ([answer.headers["set-cookie"]].flat() as string[]).map(
    (line) => line.split(";")[0],
  );
  const cookie = [browser(admin.token).cookie, ...cookies].join("; ");
  return await gateway.ask("GET", answer.headers.location!, {
    headers: { ...browser(admin.token), cookie, accept: "text/html" },
  });
}
const says = ({ text }: Answer, key: TextKey): boolean => text.includes(html`${en(key)}`.text);
const lastEventOf = async (id: string): Promise<{ type: string; actor: string }> => {
  const query = `subject=${id}&limit=1`;
  const { json } = await gateway.ask("GET", `/api/v1/events?${query}`, {
    headers: bearer(admin.token),
  });
  return (json.data as { type: string; actor: string }[])[0]!;
};

it("invites somebody, and shows the form again with what is wrong with it", async () => {
  const email = "invited@example.com";
  const invited = await press("/admin/users/new", "/admin/users/new", { email, role: "user" });
  expect([invited.status, says(invited, "admin.user.invited")]).toEqual([200, true]);
  const again = await press("/admin/users/new", "/admin/users/new", {
    email,
    role: "admin",
    password: "short",
  });
  expect(again.status).toBe(422);
  expect(again.text).toContain(`value="${email}"`);
  expect(again.text).toMatch(/value="admin"\s+selected/);
  expect(again.text).toContain(en("errors.fields.password.too_small", { count: 12 }));
});

it("does to a user what there is to do, each time as an event of the administrator", async () => {
  const { userId, email } = await gateway.signUp();
  await gateway.ask("POST", "/api/v1/sessions", { body: { email, password: PASSWORD } });
  const page = `/admin/users/${userId}`;
  const shown = await open(page);
  const session = new RegExp(`${page}/sessions/(session_\\w+)"`).exec(shown.text)?.[1];
  const steps: [action: string, fields: Record<string, string>, done: TextKey, event: string][] = [
    [
      `${page}/mails`,
      { kind: "password_reset" },
      "admin.user.send_done",
      "user.password_reset_requested",
    ],
    [`${page}/confirmation`, {}, "admin.user.confirm_done", "user.confirmed"],
    [`${page}/role`, { role: "admin" }, "admin.user.role_done", "user.role_changed"],
    [`${page}/sessions/${session}`, {}, "admin.user.session_ended", "session.ended"],
  ];
  for (const [action, fields, done, event] of steps) {
    const answer = await press(page, action, fields);
    expect([action, says(answer, done)]).toEqual([action, true]);
    expect(await lastEventOf(userId)).toMatchObject({ type: event, actor: admin.userId });
  }
  await gateway.ask("POST", "/api/v1/sessions", { body: { email, password: PASSWORD } });
  const ended = await press(page, `${page}/sessions`);
  expect(says(ended, "admin.user.sessions_ended")).toBe(true);
  const deletion = hiddenFieldsOf((await open(page)).text.split('id="delete"')[1]!, page);
  expect(deletion._method).toBe("DELETE");
  const answer = await gateway.ask("POST", page, {
    headers: {
      ...browser(admin.token),
      accept: "text/html",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(deletion).toString(),
  });
  expect([answer.status, answer.headers.location]).toEqual([303, "/admin/users"]);
  expect((await open(page)).status).toBe(404);
});

it("says why a mail is not sent", async () => {
  const { userId } = await gateway.signUp();
  const page = `/admin/users/${userId}`;
  const answer = await press(page, `${page}/mails`, { kind: "confirmation" });
  expect(says(answer, "errors.codes.rate_limited.text")).toBe(true);
});

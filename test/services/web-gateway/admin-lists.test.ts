import { texts } from "../../../services/web-gateway/pages/texts";
import { eventCatalogue } from "../../../shared/events";
import { html } from "../../../shared/html";
import { eventually } from "../../support/eventually";
import { type Answer, bearer, browser, type Gateway, PASSWORD, startGateway } from "./support";

type SignedUp = Awaited<ReturnType<Gateway["signUp"]>>;

const { en, de } = texts;
let gateway: Gateway;
let admin: SignedUp;
let person: SignedUp;
let gone: SignedUp;

beforeAll(async () => {
  gateway = await startGateway({ services: ["accounts", "audit", "search"] });
  admin = await gateway.signUp({ role: "admin" });
  person = await gateway.signUp();
  gone = await gateway.signUp();
  const body = { current_password: PASSWORD };
  await gateway.ask("DELETE", "/api/v1/me", { headers: bearer(gone.token), body });
  await eventually(async () => rowsOf(await open("/admin/audit?type=user.deleted")) === 1);
});
afterAll(async () => {
  await gateway.stop();
});

/** A page as somebody sees it, an administrator when nobody is named. */
const open = async (path: string, { status = 200, token = admin.token } = {}): Promise<Answer> => {
  const answer = await gateway.ask("GET", path, {
    headers: { ...browser(token), accept: "text/html" },
  });
  expect([path, answer.status]).toEqual([path, status]);
  return answer;
};
const rowsOf = ({ text }: Answer): number => text.split("<tr ").length - 2;
const linkTo = (id: string): RegExp =>
  new RegExp(`<a\\b[^>]*\\shref="/admin/users/${id}"[^>]*>\\s*<span[^>]*>([^]*?)</span`);
const namedBy = ({ text }: Answer, id: string): string | undefined =>
  linkTo(id).exec(text)?.[1]?.replaceAll("<wbr />", "");

describe.each(["audit", "events"])("the list of /admin/%s", (area) => {
  it("says who by their addresses", async () => {
    const answer = await open(`/admin/${area}?subject=${person.userId}`);
    expect(rowsOf(answer)).toBeGreaterThan(0);
    expect(namedBy(answer, person.userId)).toBe(person.email);
  });

  it("says of who is gone that they are, and leads to what is recorded", async () => {
    const { text } = await open(`/admin/${area}?subject=${gone.userId}`);
    expect(text).toContain(`href="/admin/audit?subject=${gone.userId}"`);
    expect(text).toContain(en("admin.user.gone"));
    expect(text).not.toContain(`href="/admin/users/${gone.userId}"`);
  });

  it("is filtered by an address as by an id", async () => {
    const byId = await open(`/admin/${area}?subject=${person.userId}`);
    const byAddress = await open(
      `/admin/${area}?subject=${encodeURIComponent(person.email.toUpperCase())}`,
    );
    expect(rowsOf(byAddress)).toBe(rowsOf(byId));
    expect(namedBy(byAddress, person.userId)).toBe(person.email);
  });

  it("says that an address has no account", async () => {
    const { text } = await open(`/admin/${area}?subject=nobody%40example.com`, { status: 422 });
    expect(text).toContain(en("errors.any_field.no_account"));
    expect(text).toContain('value="nobody@example.com"');
    expect(text).toContain(en("admin.nothing_listed"));
  });

  it("offers the types there are by their names", async () => {
    const { text } = await open(`/admin/${area}?type=user.deleted`);
    const choices = /<select\b[^>]*\sid="type"[^]*?<\/select>/.exec(text)?.[0] ?? "";
    for (const { type, names } of eventCatalogue) {
      expect(choices).toMatch(new RegExp(`value="${type}"[^>]*>${html`${names.en}`.text}<`));
    }
    expect(choices).toMatch(/value="user.deleted"\s+selected/);
  });
});

it("tells of an address without an account together with what else is wrong", async () => {
  const path = "/admin/audit?actor=nobody%40example.com&since=yesterday";
  const { text } = await open(path, { status: 422 });
  expect(text).toContain(en("errors.any_field.no_account"));
  expect(text).toContain(en("errors.fields.since.invalid"));
});

describe("an error page", () => {
  const speak = (language: string | null) =>
    gateway.owner.raw("update accounts.users set language = ? where email = ?", [
      language,
      person.email,
    ]);

  it.each([
    ["/nowhere", 404],
    ["/admin/users", 403],
    ["/admin/audit?x=%ZZ", 403],
  ])("keeps navigation and language of the account: %s", async (path, status) => {
    await speak("de");
    const { text } = await open(path, { status, token: person.token });
    await speak(null);
    expect(text).toContain('<html lang="de">');
    expect(text).toContain(de("log_out.button"));
    expect(text).toContain('href="/users/settings"');
    expect(text).toContain(`aria-label="${de("layout.language")}"`);
  });

  it("has the ways in for visitors, and a language to choose", async () => {
    const headers = { accept: "text/html" };
    const { status, text } = await gateway.ask("GET", "/nowhere", { headers });
    expect(status).toBe(404);
    expect(text).toContain('href="/users/log_in"');
    expect(text).toContain(`aria-label="${en("layout.language")}"`);
  });
});

import { type TextKey, texts } from "../../../services/web-gateway/pages/texts";
import { html } from "../../../shared/html";
import { eventually } from "../../support/eventually";
import { browser, type Gateway, startGateway } from "./support";

let gateway: Gateway;
let session: Record<string, string>;
let userId: string;

beforeAll(async () => {
  gateway = await startGateway({ services: ["accounts", "audit", "search"] });
  const admin = await gateway.signUp({ role: "admin" });
  session = browser(admin.token);
  userId = admin.userId;
  for (const area of ["users", "audit"])
    await eventually(async () => isListed((await open(`/admin/${area}`)).text));
});
afterAll(async () => {
  await gateway.stop();
});

const { en, de } = texts;
const open = async (path: string) =>
  await gateway.ask("GET", path, { headers: { ...session, accept: "text/html" } });

/** Every filter that can be wrong, by its page, with what is wrong with it. */
const WRONG: [area: string, name: string, error: TextKey, value: string][] = [
  ["users", "query", "errors.any_field.too_big", "q".repeat(201)],
  ["users", "confirmed", "errors.any_field.invalid_value", "perhaps"],
  ["users", "sort", "errors.any_field.invalid_value", "size"],
  ["audit", "subject", "errors.any_field.too_big", "s".repeat(101)],
  ["audit", "actor", "errors.any_field.too_big", "a".repeat(101)],
  ["audit", "type", "errors.any_field.too_big", "t".repeat(101)],
  ["audit", "type", "errors.any_field.invalid_value", "nonsense"],
  ["audit", "since", "errors.fields.since.invalid", "yesterday"],
  ["audit", "since", "errors.fields.since.invalid", "2026-02-31T10:00"],
  ["audit", "until", "errors.fields.until.invalid", "12026-01-01T00:00"],
  ["audit", "sort", "errors.any_field.invalid_value", "size"],
  ["events", "type", "errors.any_field.too_big", "t".repeat(2001)],
  ["events", "type", "errors.any_field.invalid_value", "user.registered,nonsense"],
  ["events", "subject", "errors.any_field.too_big", "s".repeat(101)],
];

describe("a wrong filter", () => {
  it.each(WRONG)("of %s is told of beside its field: %s, %s", async (area, name, error, value) => {
    const { status, text } = await open(`/admin/${area}?${name}=${value}`);
    expect(status).toBe(422);
    expect(controlOf(text, name)).toMatchObject({ invalid: true, focused: true, value });
    expect(controlOf(text, name).describedBy).toBe(`${name}-error`);
    expect(errorOf(text, name)).toBe(shown(en(error)));
    expect(invalidOf(text)).toBe(1);
    expect(text).not.toContain('role="alert"');
    expect(isListed(text)).toBe(false);
    expect(text).toContain(en("admin.nothing_listed"));
  });

  it("does not hide another: each is told of, the first is focused, all is kept", async () => {
    const { text } = await open(`/admin/audit?actor=${userId}&since=x&until=y&sort=occurred_at`);
    expect(controlOf(text, "since")).toMatchObject({ invalid: true, focused: true, value: "x" });
    expect(controlOf(text, "until")).toMatchObject({ invalid: true, focused: false, value: "y" });
    for (const [name, value] of Object.entries({ actor: userId, sort: "occurred_at" })) {
      const right = { invalid: false, focused: false, value, describedBy: undefined };
      expect(controlOf(text, name)).toMatchObject(right);
    }
    expect(invalidOf(text)).toBe(2);
  });

  it.each(["users?sort=email", "audit?sort=occurred_at", "events?type=user.deleted"])(
    "is one that is given twice as well, and shows the first: %s",
    async (path) => {
      const [, name, value] = /\?(\w+)=(.*)$/.exec(path) ?? [];
      const { status, text } = await open(`/admin/${path}&${name}=x`);
      expect(status).toBe(422);
      expect(controlOf(text, name!)).toMatchObject({ invalid: true, focused: true, value });
      expect(errorOf(text, name!)).toBe(en("errors.any_field.repeated"));
      expect(isListed(text)).toBe(false);
    },
  );

  it("given twice does not hide another that is", async () => {
    const { text } = await open("/admin/audit?since=x&since=y&sort=size&sort=x&cursor=a&cursor=b");
    for (const name of ["since", "sort"])
      expect(errorOf(text, name)).toBe(en("errors.any_field.repeated"));
    expect(alertOf(text)).toBe(en("errors.any_field.repeated"));
  });

  it("is told of beside an address without an account, and nothing is read", async () => {
    const reading = jest.spyOn(gateway.deps.call.audit, "page");
    for (const other of ["", "&since=x"]) {
      const { text } = await open(`/admin/audit?actor=nobody%40example.com${other}`);
      expect(errorOf(text, "actor")).toBe(en("errors.any_field.no_account"));
      const since = other === "" ? undefined : en("errors.fields.since.invalid");
      expect(errorOf(text, "since")).toBe(since);
    }
    expect(reading).not.toHaveBeenCalled();
    reading.mockRestore();
  });

  it("is told of behind the pages that have numbers as well", async () => {
    const { text } = await open("/admin/audit?sort=size&cursor=x");
    expect(errorOf(text, "sort")).toBe(en("errors.any_field.invalid_value"));
    expect(isListed(text)).toBe(false);
  });

  it("is shown as text when a field for times would show nothing of it", async () => {
    const typeOf = async (since: string): Promise<string | undefined> =>
      controlOf((await open(`/admin/audit?since=${since}`)).text, "since").type;
    expect(await typeOf("")).toBe("datetime-local");
    expect(await typeOf("2026-01-31T09:30")).toBe("datetime-local");
    for (const text of ["yesterday", "2026-02-31T10:00", "2026-01-31T09:30:00Z"])
      expect(await typeOf(text)).toBe("text");
  });

  it("is told of in the language of the account", async () => {
    const speak = (language: string) =>
      gateway.owner.raw("update accounts.users set language = ?", [language]);
    await speak("de");
    const { text } = await open("/admin/audit?since=gestern");
    await speak("en");
    expect(errorOf(text, "since")).toBe(de("errors.fields.since.invalid"));
    expect(text).toContain(de("admin.nothing_listed"));
  });
});

describe("what is wrong and belongs to no field", () => {
  it.each<[status: number, notice: TextKey, path: string]>([
    [400, "errors.codes.malformed_request.text", "users?cursor=x"],
    [400, "errors.codes.malformed_request.text", "audit?cursor=x"],
    [400, "errors.codes.malformed_request.text", "events?cursor=x"],
    [422, "errors.fields.cursor.too_big", `users?cursor=${"c".repeat(1001)}`],
    [422, "errors.fields.page.invalid_type", "users?page=one"],
    [422, "errors.fields.page.invalid_type", "users?page=0x1"],
    [422, "errors.fields.page.invalid_type", "audit?page=1e0"],
    [422, "errors.fields.page.page_too_deep", "audit?page=501"],
  ])("is told of, %d, by an alert alone: %s", async (expected, notice, path) => {
    const { status, text } = await open(`/admin/${path}`);
    expect(status).toBe(expected);
    expect(alertOf(text)).toBe(shown(en(notice)));
    expect(invalidOf(text)).toBe(0);
    expect(isListed(text)).toBe(false);
    expect(text).not.toContain(en("admin.nothing_listed"));
  });

  it("does not hide a wrong filter, nor that one it", async () => {
    const { text } = await open("/admin/users?sort=size&page=one");
    expect(alertOf(text)).toBe(en("errors.fields.page.invalid_type"));
    expect(errorOf(text, "sort")).toBe(en("errors.any_field.invalid_value"));
    expect(isListed(text)).toBe(false);
  });
});

it.each(["users?query=person", "audit?since=2026-01-31T09:30", "events?type=user.registered"])(
  "right filters list what they find: %s",
  async (path) => {
    const { status, text } = await eventually(async () => {
      const answer = await open(`/admin/${path}`);
      return isListed(answer.text) && answer;
    });
    expect(status).toBe(200);
    expect(invalidOf(text)).toBe(0);
    expect(text).not.toContain('role="alert"');
    expect(text).not.toContain(en("admin.nothing_listed"));
  },
);

/** What a page says of a field's input or choice. */
function controlOf(page: string, id: string) {
  const control = new RegExp(`<(input|select)\\b[^>]*\\sid="${id}"[^>]*>`).exec(page);
  const [tag = "", kind] = control ?? [];
  const of = (name: string, from = tag) => new RegExp(`\\s${name}="([^"]*)"`).exec(from)?.[1];
  const options = page.slice(control?.index).split("</select>")[0]!;
  const chosen = /<option\b[^>]*\sselected\b[^>]*>/.exec(options)?.[0];
  return {
    type: of("type"),
    value: kind === "select" ? of("value", chosen ?? "") : of("value"),
    describedBy: of("aria-describedby"),
    invalid: of("aria-invalid") === "true",
    focused: /\sautofocus\b/.test(tag),
  };
}

function errorOf(page: string, id: string): string | undefined {
  return new RegExp(`<p\\b[^>]*\\sid="${id}-error"[^>]*>([^<]*)</p>`).exec(page)?.[1]?.trim();
}

function alertOf(page: string): string | undefined {
  const [, alert] = page.split('role="alert"');
  return alert === undefined
    ? undefined
    : /<div class="min-w-0[^>]*>([^<]*)<\/div>/.exec(alert)?.[1];
}

function invalidOf(page: string): number {
  return page.split('aria-invalid="true"').length - 1;
}

/** Whether the page has a list with something in it; dead letters there are none here. */
function isListed(page: string): boolean {
  return page.includes("<tbody>");
}

function shown(text: string): string {
  return html`${text}`.text;
}

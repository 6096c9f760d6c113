import { isPaged } from "../../../services/web-gateway/api/next-page";
import { API_BASE, operations } from "../../../services/web-gateway/api/operations";
import { describeApi } from "../../../services/web-gateway/service";
import { eventually } from "../../support/eventually";
import { type Answer, bearer, fieldsOf, type Gateway, PASSWORD, startGateway } from "./support";

let gateway: Gateway;
let headers: Record<string, string>;

/** Every list that has pages, with at least this many items. */
const ITEMS = 5;
const lists = operations.filter(isPaged).map(({ http }) => API_BASE + http.path);

beforeAll(async () => {
  gateway = await startGateway({ services: ["accounts", "audit", "search"] });
  const { token, email } = await gateway.signUp({ role: "admin" });
  headers = bearer(token);
  for (let one = 1; one < ITEMS; one += 1) {
    await gateway.signUp();
    await gateway.ask("POST", "/api/v1/sessions", { body: { email, password: PASSWORD } });
  }
  for (const list of lists) {
    await eventually(async () => (await get(`${list}?limit=100`)).json.data.length >= ITEMS);
  }
});
afterAll(async () => {
  await gateway.stop();
});

const get = (path: string): Promise<Answer> => gateway.ask("GET", path, { headers });
const idsOf = (answer: Answer): string[] =>
  (answer.json.data as { id: string }[]).map(({ id }) => id);
const nextOf = ({ headers: { link } }: Answer): string | undefined =>
  typeof link === "string" ? /^<([^<>]+)>; rel="next"$/.exec(link)?.[1] : undefined;

it("there are lists", () => {
  expect(lists).toEqual(
    expect.arrayContaining(
      ["/users", "/events", "/audit-entries", "/me/activity"].map((path) => API_BASE + path),
    ),
  );
});

describe.each(lists)("%s", (list) => {
  it("leads through all its pages by Link, and to nowhere from the last", async () => {
    const all = await get(`${list}?limit=100`);
    expect(all.json.next_cursor).toBeNull();
    expect(all.headers.link).toBeUndefined();
    const seen: string[] = [];
    for (let path: string | undefined = `${list}?limit=2`; path;) {
      const page: Answer = await get(path);
      expect(page.status).toBe(200);
      seen.push(...idsOf(page));
      const cursor = page.json.next_cursor as string | null;
      path = nextOf(page);
      if (cursor === null) expect(page.headers.link).toBeUndefined();
      else expect(path).toBe(`${list}?limit=2&cursor=${encodeURIComponent(cursor)}`);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(idsOf(all).length);
  });

  it("takes back its own cursors only, unchanged", async () => {
    const { json } = await get(`${list}?limit=2`);
    const cursor = json.next_cursor as string;
    const [content = "", signature = ""] = cursor.split(".");
    const swap = (text: string, at: number) =>
      text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
    const positions = [0, 7, content.length - 1, content.length + 1, cursor.length - 1];
    const forged = Buffer.from(JSON.stringify(["x", new Date(), "y"])).toString("base64url");
    const foreign = lists.filter((other) => other !== list);
    const others = await Promise.all(foreign.map((other) => get(`${other}?limit=2`)));
    for (const wrong of [
      ...positions.map((at) => swap(cursor, at)),
      ...others.map((other) => other.json.next_cursor as string),
      `${forged}.${signature}`,
      forged,
      content,
      `${cursor}.${signature}`,
      `${cursor}=`,
      "'; drop table users; --",
      "0",
    ]) {
      const answer = await get(`${list}?limit=2&cursor=${encodeURIComponent(wrong)}`);
      expect([wrong, answer.status]).toEqual([wrong, 400]);
      expect(answer.json.code).toBe("malformed_request");
    }
    expect((await get(`${list}?limit=3&cursor=${cursor}`)).status).toBe(200);
  });

  it("has pages of 1 to 100", async () => {
    expect(idsOf(await get(`${list}?limit=1`))).toHaveLength(1);
    for (const limit of ["0", "101", "-1", "1.5", "x", "1e1e", "", "Infinity"]) {
      expect([limit, (await get(`${list}?limit=${limit}`)).status]).toEqual([limit, 422]);
    }
  });
});

/** What JavaScript and others read as a number, in a query; each would be 10 or 1. */
const NO_DECIMALS = [
  ...["0x10", "0b11", "0o17", "1e1", "1E1", "%2010", "10%20", "+10", "%2B10", "10.0", "10.", "010"],
  ...["1_0", "%091", "1%0A", "%C2%A01", "%EF%BC%91", "%D9%A1", "10n", "1,0", "true", "%5B1%5D"],
];

it.each(numbersOfQueries())("a number is decimal digits alone: %s of %s", async (name, path) => {
  expect((await get(`${path}?${name}=10`)).status).toBe(200);
  for (const number of NO_DECIMALS) {
    const answer = await get(`${path}?${name}=${number}`);
    expect([number, answer.status]).toEqual([number, 422]);
    expect(fieldsOf(answer)).toEqual({ [`/${name}`]: "invalid_type" });
  }
});

/** Every number in a query of the API, and those of the pages of administrators. */
function numbersOfQueries(): [name: string, path: string][] {
  const { paths } = describeApi("http://jumar.test");
  return Object.entries(paths).flatMap(([path, { get: operation }]) =>
    (operation?.parameters ?? [])
      .filter(({ in: where, schema }) => where === "query" && isNumber(schema))
      .map(({ name }): [string, string] => [name, API_BASE + path]),
  );
}

function isNumber({ type }: { type?: unknown }): boolean {
  return type === "integer" || type === "number";
}

const NO_SUCH_FILTERS = [
  ["/audit-entries?type=nonsense", "/type", "invalid_value"],
  ["/audit-entries?type=user.registered,user.confirmed", "/type", "invalid_value"],
  ["/audit-entries?type=User.Registered", "/type", "invalid_value"],
  ["/audit-entries?actor=nobody", "/actor", "invalid_value"],
  ["/audit-entries?actor=user_1", "/actor", "invalid_value"],
  ["/audit-entries?subject=nobody", "/subject", "invalid_id"],
  ["/events?type=nonsense", "/type", "invalid_value"],
  ["/events?type=user.registered,nonsense", "/type", "invalid_value"],
  ["/events?type=user.registered,", "/type", "invalid_value"],
  ["/events?type=user.*", "/type", "invalid_value"],
  ["/events?subject=nobody", "/subject", "invalid_id"],
  ["/users?confirmed=yes", "/confirmed", "invalid_value"],
  ["/users?sort=nonsense", "/sort", "invalid_value"],
] as const;

it.each(NO_SUCH_FILTERS)(
  "a filter that can find nothing is no empty list: %s",
  async (path, at, code) => {
    const answer = await get(API_BASE + path);
    expect([path, answer.status]).toEqual([path, 422]);
    expect(fieldsOf(answer)).toEqual({ [at]: code });
  },
);

it("a filter that finds nothing by chance is an empty list", async () => {
  for (const path of [
    "/audit-entries?type=user.email_changed&actor=system",
    "/audit-entries?subject=session_01h455vb4pex5vsknk084sn02q",
    "/events?type=user.email_changed, user.deleted",
  ])
    expect((await get(API_BASE + path.replace(" ", "%20"))).json.data).toEqual([]);
});

it("keeps what was asked for in the Link, in the same form", async () => {
  const page = await get("/api/v1/users?query=person&sort=email&limit=2");
  expect(nextOf(page)).toContain("/api/v1/users?query=person&sort=email&limit=2&cursor=");
  const odd = await get(`/api/v1/events?type=${encodeURIComponent("user.registered")}&limit=2`);
  expect((await get(nextOf(odd)!)).status).toBe(200);
  const other = nextOf(odd)!.replace("user.registered", "session.created");
  expect((await get(other)).json.code).toBe("malformed_request");
});

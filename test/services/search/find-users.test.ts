import { generateUuidV7 } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { find, findAll, hear, indexAddresses, userEvent } from "./support";

let database: TestDatabase;
let deps: Deps;

const addresses = [
  "john.smith@example.com",
  "johanna@example.org",
  "mary.johnson@mail.company.io",
  "Zoë.Ångström@example.com",
  "smithers@burns.net",
  "bob@johnny.dev",
  "blacksmith@forge.net",
  "100%_sure@wild.cards",
  "100x_sure@wild.cards",
  "mm1top@wild.cards",
  "mm_top@wild.cards",
  "x.anderson.tomasz.tomlin@andersen.example",
  "peter@gmail.com",
  "paula+news@gmail.com",
  "robert1984@host3.example",
  "robert2001@host3.example",
  "vera@mützen.example",
  "igor@xn--mtzen-kva.example",
  "σίσυφος@stone.example",
];

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "search");
  await indexAddresses(deps, addresses);
});
afterAll(() => database.drop());

test("finds the beginning of an address first, then of a word inside or a domain", async () => {
  expect(await findAll(deps, { query: "joh" })).toEqual([
    "johanna@example.org",
    "john.smith@example.com",
    "bob@johnny.dev",
    "mary.johnson@mail.company.io",
  ]);
});

test("finds somebody once who matches in several ways", async () => {
  const email = "x.anderson.tomasz.tomlin@andersen.example";
  for (const query of ["x.", "tom", "ander", "omli", "andersin", "andreson tmolin"]) {
    const found = await findAll(deps, { query, limit: 1 });
    expect(found.filter((other) => other === email)).toEqual([email]);
  }
});

test("finds parts of words after the beginnings of words", async () => {
  const found = await findAll(deps, { query: "smith" });
  expect(found).toEqual(["smithers@burns.net", "john.smith@example.com", "blacksmith@forge.net"]);
});

test("leaves out what only looks alike when somebody is found by the query itself", async () => {
  expect(await findAll(deps, { query: "johnson" })).toEqual(["mary.johnson@mail.company.io"]);
});

test.each([
  ["jonh", "john.smith@example.com"],
  ["smiht", "john.smith@example.com"],
  ["jhonson", "mary.johnson@mail.company.io"],
  ["exmaple", "john.smith@example.com"],
  ["exmaple.com", "john.smith@example.com"],
  ["peter@gmial.com", "peter@gmail.com"],
  ["gmail pter", "peter@gmail.com"],
  ["smith john", "john.smith@example.com"],
  ["jonh.smiht@exmaple.com", "john.smith@example.com"],
  ["jonh.smiht", "john.smith@example.com"],
  ["exmaple.museum", "john.smith@example.com"],
  ["hots", "robert1984@host3.example"],
])("finds what was meant by %s", async (query, email) => {
  expect(await findAll(deps, { query })).toContain(email);
});

test("takes the digits of a query as they stand", async () => {
  expect(await findAll(deps, { query: "robret1984@hots" })).toEqual(["robert1984@host3.example"]);
  expect(await findAll(deps, { query: "robret1985" })).toEqual([]);
});

test("lists who has a part of a word inside word by word", async () => {
  const expected = ["peter@gmail.com", "paula+news@gmail.com", "mary.johnson@mail.company.io"];
  expect((await findAll(deps, { query: "mai" })).sort()).toEqual(expected.sort());
  expect(await findAll(deps, { query: "ander" })).toContain(
    "x.anderson.tomasz.tomlin@andersen.example",
  );
  expect(await findAll(deps, { query: "xampl", limit: 2 })).toContain("robert1984@host3.example");
});

test.each([
  ["vera@xn--mtzen-kva.example", ["vera@mützen.example"]],
  ["igor@MÜTZEN.example", ["igor@xn--mtzen-kva.example"]],
  ["xn--mtzen-kva", ["vera@mützen.example", "igor@xn--mtzen-kva.example"]],
  ["ΣΊΣΥΦΟΣ@", ["σίσυφος@stone.example"]],
])("finds an address by another spelling of it: %s", async (query, emails) => {
  expect(await findAll(deps, { query })).toEqual(emails);
});

test("wants every word of a query", async () => {
  expect(await findAll(deps, { query: "peter example" })).toEqual([]);
});

test("finds nothing for what looks like nothing there", async () => {
  expect(await findAll(deps, { query: "xylophone" })).toEqual([]);
});

test("makes no difference of accents, letter case and width", async () => {
  for (const query of ["zoe.ang", "ZOË.ÅNG", "ångström", "ｚｏｅ", "  zoe"]) {
    expect(await findAll(deps, { query })).toEqual(["Zoë.Ångström@example.com"]);
  }
});

test("takes short queries as beginnings only", async () => {
  expect(await findAll(deps, { query: "jo" })).toHaveLength(4);
  expect(await findAll(deps, { query: "oh" })).toEqual([]);
  expect(await findAll(deps, { query: "p" })).toEqual(["paula+news@gmail.com", "peter@gmail.com"]);
});

test.each([
  ["100%", ["100%_sure@wild.cards"]],
  ["0%_sure", ["100%_sure@wild.cards"]],
  ["%_sur", ["100%_sure@wild.cards"]],
  ["m_top", ["mm_top@wild.cards"]],
  ["%", []],
  ["_", []],
  ["\\", []],
  ["%%%", []],
  ["' or 1=1 --", []],
  ["'; drop table search.documents; --", []],
  ["\\' union select null--", []],
  ["$1 ?? :query ?", []],
])("takes %s for what it is", async (query, expected) => {
  const found = await findAll(deps, { query });
  for (const email of expected) expect(found[0]).toBe(email);
  if (expected.length === 0) expect(found).toEqual([]);
  expect(await findAll(deps, {})).toHaveLength(addresses.length);
});

test.each(["nul\0", "lone \ud800 surrogate"])(
  "refuses characters no text can have",
  async (query) => {
    await expect(find(deps, { query })).rejects.toMatchObject({ code: "validation_failed" });
  },
);

test("lists everybody in the order asked for without a query", async () => {
  const byEmail = [...addresses].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  expect(await findAll(deps, { sort: "email", limit: 3 })).toEqual(byEmail);
  expect(await findAll(deps, { sort: "-email", limit: 4, query: " " })).toEqual(byEmail.reverse());
  const newest = await findAll(deps, { limit: 2 });
  expect([...newest].sort()).toEqual([...addresses].sort());
  expect(await findAll(deps, { sort: "created_at", limit: 100 })).toEqual(newest.reverse());
});

test("pages through every rank without losing or repeating anybody", async () => {
  for (const query of [
    ...["joh", "smith", "ith", "exmaple", "gmail", "mail", "ers", "xampl", "son", "robret"],
    "robret hots",
  ]) {
    const whole = await findAll(deps, { query, limit: 100 });
    expect(new Set(whole).size).toBe(whole.length);
    expect(await findAll(deps, { query, limit: 1 })).toEqual(whole);
    expect(await findAll(deps, { query, limit: 2 })).toEqual(whole);
  }
});

test("shows only the confirmed or the unconfirmed when asked", async () => {
  const id = generateUuidV7();
  await hear(deps, [
    userEvent(id, "user.registered", 1, { email: "john.confirmed@example.com" }),
    userEvent(id, "user.confirmed", 2),
  ]);
  for (const query of [undefined, "joh", "confirmed", "onfirme", "cnofirmed"]) {
    const only = await findAll(deps, {
      ...(query === undefined ? {} : { query }),
      confirmed: "true",
    });
    expect(only).toEqual(["john.confirmed@example.com"]);
  }
  expect(await findAll(deps, { confirmed: "false" })).toHaveLength(addresses.length);
  expect(await findAll(deps, { query: "john", confirmed: "false" })).not.toContain(
    "john.confirmed@example.com",
  );
  await hear(deps, [userEvent(id, "user.deleted", 3)]);
});

test("refuses a cursor that was changed or is of another search", async () => {
  const { next_cursor: cursor } = await find(deps, { query: "example", limit: 1 });
  expect(cursor).not.toBeNull();
  for (const params of [
    { query: "exampl", cursor: cursor! },
    { query: "example", confirmed: "true" as const, cursor: cursor! },
    { cursor: cursor! },
    { query: "example", cursor: `${cursor!}A` },
    { query: "example", cursor: "made-up" },
    { query: "example", cursor: ".." },
  ]) {
    await expect(find(deps, params)).rejects.toMatchObject({ code: "malformed_request" });
  }
});

test("pages on behind the longest address there can be", async () => {
  const local = "한".repeat(140);
  const long = [`${local}@b.example`, `${local}@c.example`].map((email) => email.normalize("NFKC"));
  const ids = await indexAddresses(deps, long);
  for (const query of ["한한", "한한한한", "한한한@"]) {
    expect((await findAll(deps, { query, limit: 1 })).sort()).toEqual([...long].sort());
  }
  await hear(
    deps,
    ids.map((id) => userEvent(id, "user.deleted", 2)),
  );
});

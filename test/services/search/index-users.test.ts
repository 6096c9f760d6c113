import fc from "fast-check";
import { applyEvent, emptyDocument } from "../../../services/search/domain/apply-event";
import { mergeDocuments } from "../../../services/search/domain/merge-documents";
import type { Document } from "../../../services/search/store/documents";
import type { Envelope } from "../../../shared/events";
import { encodeTypeId, generateUuidV7 } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { find, findAll, hear, indexAddresses, userEvent } from "./support";

let database: TestDatabase;
let deps: Deps;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "search");
});
afterAll(() => database.drop());

const USER = generateUuidV7();
const NEIGHBOUR = generateUuidV7();

/** Of an event that asks for a mail and changes nothing. */
const MAIL = { email: "mail@home.example", previous_email: "old@home.example" };

/** A life of a user: registered, then anything, perhaps deleted in the end. */
const life: fc.Arbitrary<Envelope[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.constant(["user.confirmed", {}] as const),
        fc.constant(["user.disabled", {}] as const),
        fc.constant(["user.enabled", {}] as const),
        fc.constant(["user.password_changed", {}] as const),
        fc.constant(["user.password_reset_requested", MAIL] as const),
        fc.constant(["user.email_change_requested", MAIL] as const),
        fc.constantFrom("user", "admin").map((role) => ["user.role_changed", { role }] as const),
        fc
          .integer({ min: 1, max: 99 })
          .map(
            (n) =>
              [
                "user.email_changed",
                { previous_email: "x@y.example", email: `mail${n}@new${n}.example` },
              ] as const,
          ),
      ),
      { maxLength: 7 },
    ),
    fc.boolean(),
  )
  .map(([changes, isDeleted]) =>
    [
      ["user.registered", { email: "first@home.example" }] as const,
      ...changes,
      ...(isDeleted ? [["user.deleted", {}] as const] : []),
    ].map(([type, data], index) => userEvent(USER, type, index + 1, data)),
  )
  .chain((events) =>
    // Two changes may be at the same time, or the later one at the earlier.
    fc
      .array(fc.constantFrom(0, 0, -2, 2), { minLength: events.length, maxLength: events.length })
      .map((skews) =>
        events.map((event, index) => ({
          ...event,
          time: new Date(Date.parse(event.time) + skews[index]! * 3_600_000).toISOString(),
        })),
      ),
  );

/** The events of a life with some of them twice, in any order. */
const lifeAndDisorder = life.chain((events) =>
  fc.record({
    events: fc.constant(events),
    disordered: fc
      .subarray(events)
      .chain((again) =>
        fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }),
      ),
  }),
);

test("ends at the same document whatever the order of events, and however often they come", () => {
  fc.assert(
    fc.property(lifeAndDisorder, ({ events, disordered }) => {
      const inOrder = events.reduce(applyEvent, emptyDocument(USER));
      expect(disordered.reduce(applyEvent, emptyDocument(USER))).toEqual(inOrder);
    }),
    { numRuns: 500 },
  );
});

test("ends at the same document where a rebuild comes in between, from users or from the log", () => {
  const withRebuilds = lifeAndDisorder.chain(({ events, disordered }) =>
    fc.record({
      events: fc.constant(events),
      disordered: fc.constant(disordered),
      rebuilds: fc.array(
        fc.record({
          /** Before which of the disordered events, and what it has read of the life by then. */
          at: fc.nat({ max: disordered.length }),
          read: fc.integer({ min: 1, max: events.length }),
        }),
        { maxLength: 3 },
      ),
    }),
  );
  fc.assert(
    fc.property(withRebuilds, fc.boolean(), ({ events, disordered, rebuilds }, fromUsers) => {
      const whole = events.reduce(applyEvent, emptyDocument(USER));
      let document = emptyDocument(USER);
      for (let at = 0; at <= disordered.length; at += 1) {
        for (const { read } of rebuilds.filter((rebuild) => rebuild.at === at)) {
          const rebuilt = events.slice(0, read).reduce(applyEvent, emptyDocument(USER));
          document = mergeDocuments(fromUsers ? asUserIs(rebuilt) : rebuilt, document);
        }
        const event = disordered[at];
        if (event) document = applyEvent(document, event);
      }
      expect(shown(document)).toEqual(shown(whole));
    }),
    { numRuns: 500 },
  );
});

/** As accounts tells of a user: every field is of the user's version. */
function asUserIs(document: Document): Document {
  const { version } = document;
  return {
    ...document,
    ...{ email_version: version, role_version: version },
    ...{ confirmed_version: version, disabled_version: version },
  };
}

/** A document without how it came about. */
function shown(document: Document): object {
  return Object.fromEntries(
    Object.entries(document).filter(([field]) => !field.endsWith("_version")),
  );
}

test("lists somebody who asked for a mail before their registration was heard", async () => {
  await forget();
  await hear(deps, [userEvent(USER, "user.password_reset_requested", 2, MAIL)]);
  await hear(deps, [userEvent(USER, "user.registered", 1, { email: "early@home.example" })]);
  const [user] = (await find(deps, {})).data;
  expect(user).toMatchObject({
    email: "early@home.example",
    updated_at: "2026-01-01T01:00:00.000Z",
  });
});

test("ends at the same rows too, in batches of any size", async () => {
  const property = fc.asyncProperty(
    lifeAndDisorder,
    fc.integer({ min: 1, max: 5 }),
    async ({ events, disordered }, size) => {
      await forget();
      for (const event of events) await hear(deps, [event]);
      const inOrder = await everything();
      await forget();
      for (let at = 0; at < disordered.length; at += size) {
        await hear(deps, disordered.slice(at, at + size));
      }
      expect(await everything()).toEqual(inOrder);
    },
  );
  await fc.assert(property, { numRuns: 25 });
});

test("ends at the same rows where several processes have the events at once", async () => {
  const property = fc.asyncProperty(
    lifeAndDisorder,
    lifeAndDisorder,
    async ({ events, disordered }, other) => {
      const neighbours = other.disordered.map((event) => ({
        ...event,
        subject: encodeTypeId("user", NEIGHBOUR),
      }));
      await forget();
      for (const event of [...events, ...neighbours]) await hear(deps, [event]);
      const inOrder = await everything();
      await forget();
      const halves = [disordered, neighbours].flatMap((all) => [
        all.slice(0, all.length / 2),
        all.slice(all.length / 2),
      ]);
      await Promise.all([
        hear(deps, [...halves[0]!, ...halves[2]!]),
        hear(deps, [...halves[3]!, ...halves[1]!]),
        ...[...disordered, ...neighbours].map((event) => hear(deps, [event])),
      ]);
      expect(await everything()).toEqual(inOrder);
    },
  );
  await fc.assert(property, { numRuns: 5 });
});

test("keeps a word that one user gives up while another takes it", async () => {
  for (let n = 0; n < 10; n += 1) {
    await forget();
    await indexAddresses(deps, ["elsewhere@other.example"]);
    const shared = `shared${"abcdefghij"[n]!}.example`;
    const [leaving] = await indexAddresses(deps, [`leaving@${shared}`]);
    const away = { previous_email: "", email: "gone@other.example" };
    await Promise.all([
      hear(deps, [userEvent(leaving!, "user.email_changed", 2, away)]),
      indexAddresses(deps, [`coming@${shared}`]),
    ]);
    const { rows } = await deps.db.raw<{ rows: { word: string }[] }>(
      `select distinct term as word from search.terms
       where term ~ '^[a-z]{3,}$' and term not in (select word from search.words)
       union all select word from search.words where word not in (select term from search.terms)`,
    );
    expect(rows).toEqual([]);
  }
});

test("is the user of the contract, its times those of the events", async () => {
  await forget();
  await hear(deps, [
    userEvent(USER, "user.registered", 1, { email: "Anna@Example.com" }),
    userEvent(USER, "user.confirmed", 2),
    userEvent(USER, "user.role_changed", 3, { role: "admin" }),
    userEvent(USER, "user.disabled", 4),
    userEvent(USER, "user.password_reset", 5),
  ]);
  expect((await find(deps, { query: "anna" })).data).toEqual([
    {
      id: userEvent(USER, "", 1).subject,
      email: "Anna@Example.com",
      role: "admin",
      created_at: "2026-01-01T01:00:00.000Z",
      confirmed_at: "2026-01-01T02:00:00.000Z",
      disabled_at: "2026-01-01T04:00:00.000Z",
      updated_at: "2026-01-01T05:00:00.000Z",
    },
  ]);
});

test("finds nobody whose registration was not heard yet", async () => {
  await forget();
  const data = { previous_email: "a@b.example", email: "later@b.example" };
  await hear(deps, [userEvent(USER, "user.email_changed", 3, data)]);
  expect(await findAll(deps, {})).toEqual([]);
  expect(await findAll(deps, { query: "later" })).toEqual([]);
  await hear(deps, [userEvent(USER, "user.registered", 1, { email: "a@b.example" })]);
  expect(await findAll(deps, { query: "later" })).toEqual(["later@b.example"]);
  expect(await findAll(deps, { query: "a@b" })).toEqual([]);
});

test("keeps no trace of a deleted user's address, nor of one that was given up", async () => {
  await forget();
  await indexAddresses(deps, ["neighbour@shared.example"]);
  await hear(deps, [
    userEvent(USER, "user.registered", 1, { email: "unusualname@shared.example" }),
    userEvent(USER, "user.email_changed", 2, {
      previous_email: "",
      email: "othername@shared.example",
    }),
  ]);
  expect(JSON.stringify(await everything())).not.toContain("unusualname");
  await hear(deps, [userEvent(USER, "user.deleted", 3)]);
  await hear(deps, [
    userEvent(USER, "user.registered", 1, { email: "unusualname@shared.example" }),
  ]);
  expect(JSON.stringify(await everything())).not.toMatch(/unusualname|othername/);
  expect(await findAll(deps, { query: "shraed" })).toEqual(["neighbour@shared.example"]);
});

test("refuses data that is not the event's", async () => {
  await expect(hear(deps, [userEvent(USER, "user.registered", 1, {})])).rejects.toThrow();
});

async function forget(): Promise<void> {
  await deps.db.raw("truncate search.documents, search.terms, search.words");
}

async function everything(): Promise<unknown> {
  const search = deps.db.withSchema("search");
  return [
    await search.from("documents").orderBy("id").select("*"),
    await deps.db.withSchema("search").from("terms").orderBy(["document_id", "term"]).select("*"),
    await deps.db.withSchema("search").from("words").orderBy("word").select("*"),
  ];
}

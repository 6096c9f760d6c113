import fc from "fast-check";
import { generateUuidV7 } from "../../../shared/ids";
import type { Envelope } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { applyEvent, emptyDocument } from "../../../services/search/domain/apply-event";
import { createTestDatabase, testDeps, type TestDatabase } from "../../support/database";
import { find, findAll, hear, indexAddresses, userEvent } from "./support";

let database: TestDatabase;
let deps: Deps;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "search");
});
afterAll(() => database.drop());

const USER = generateUuidV7();

/** A life of a user: registered, then anything, perhaps deleted in the end. */
const life: fc.Arbitrary<Envelope[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.constant(["user.confirmed", {}] as const),
        fc.constant(["user.disabled", {}] as const),
        fc.constant(["user.enabled", {}] as const),
        fc.constant(["user.password_changed", {}] as const),
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

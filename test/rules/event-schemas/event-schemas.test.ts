import { z } from "zod";
import { defineEvent, type EventDefinition } from "../../../shared/events";
import { publishedBy } from "./catalogue-schemas";
import { checkReleases } from "./check-releases";
import { breaksOf } from "./compare-schemas";

const fields = {
  email: z.string(),
  note: z.string().optional(),
  counts: z.object({ done: z.number().int() }),
};
const thing = (data: z.ZodType, version = 1): EventDefinition =>
  defineEvent("thing.made", { version, summary: "A thing.", data });
const released = publishedBy([thing(z.object(fields))]);
const breaks = (...catalogue: EventDefinition[]): string[] =>
  breaksOf("1.2.3", released, publishedBy(catalogue));

const next = "Give the event version 2 in shared/events/catalogue.ts, or keep it as it was.";
const { email: _, ...withoutEmail } = fields;

test.each([
  ["removed", withoutEmail, "the field email was removed"],
  ["retyped", { ...fields, email: z.number() }, "email has another type"],
  ["made nullable", { ...fields, email: z.string().nullable() }, "email has another type"],
  ["given other words", { ...fields, note: z.enum(["a"]).optional() }, "note has another type"],
  [
    "made required",
    { ...fields, note: z.string() },
    "the field note was made required, which older events lack",
  ],
  [
    "made optional",
    { ...fields, email: z.string().optional() },
    "the field email was made optional, which readers rely on",
  ],
  [
    "added as required",
    { ...fields, place: z.string() },
    "the field place was added as required, which older events lack",
  ],
  [
    "removed inside another",
    { ...fields, counts: z.object({}) },
    "the field counts.done was removed",
  ],
])(
  "refuses a field that is %s without a new version, and says what to do",
  (_how, data, change) => {
    expect(breaks(thing(z.object(data)))).toEqual([
      `thing.made version 1: ${change} since 1.2.3. ${next}`,
    ]);
    expect(breaks(thing(z.object(data), 2))).toEqual([]);
  },
);

test("lets fields be added that may be missing, and events, and other words be found for them", () => {
  const data = z.object({ ...fields, place: z.string().optional() });
  const email = fields.email.meta({ description: "Where to write to.", examples: ["a@x.org"] });
  const other = defineEvent("thing.lost", { version: 1, summary: "Lost.", data: z.object({}) });
  expect(breaks(thing(data), other)).toEqual([]);
  expect(breaks(thing(z.object({ ...fields, email })))).toEqual([]);
});

test("refuses that an event is no longer there, or of an older version", () => {
  expect(breaks()).toEqual([
    "thing.made: it is no longer there, but was in 1.2.3. Put it back: the log and subscribers have it.",
  ]);
  const two = publishedBy([thing(z.object(fields), 2)]);
  expect(breaksOf("1.2.3", two, released)).toHaveLength(1);
});

test("refuses that the envelope loses an attribute", () => {
  const { subject: _subject, ...properties } = released.envelope.properties ?? {};
  const now = { ...released, envelope: { ...released.envelope, properties } };
  expect(breaksOf("1.2.3", released, now)).toEqual([
    "the envelope: the field subject was removed since 1.2.3. Every subscriber reads the envelope, and it has no versions: keep it as it was.",
  ]);
});

test("finds nothing that breaks a released version of Jumar", () => {
  expect(checkReleases("## [Unreleased]\n")).toEqual([]);
});

test("misses the snapshot of a version that the changelog says was released", () => {
  expect(checkReleases("## [Unreleased]\n\n## [9.9.9] - 2099-01-01\n")).toEqual([
    "9.9.9 has no snapshot of its events: write it by `node --import tsx test/rules/event-schemas/run.ts --write`.",
  ]);
});

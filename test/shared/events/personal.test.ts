import { z } from "zod";
import {
  type CataloguedEvent,
  defineEvent,
  eventCatalogue,
  notPersonal,
  personal,
} from "../../../shared/events";
import {
  personalFieldsOf,
  undeclaredFieldsOf,
} from "../../../shared/events/personal/personal-shape";
import {
  type PersonalText,
  replacePersonal,
} from "../../../shared/events/personal/replace-personal";

const planted = (data: z.ZodType) =>
  defineEvent("user.planted", { version: 1, summary: "", names: { en: "", de: "" }, data });
const word = () => notPersonal(z.string());

describe("every text in the data of an event", () => {
  it.each(eventCatalogue.map((event) => [event.type, event] as const))(
    "is declared personal or not: %s",
    (_, event) => {
      expect(undeclaredFieldsOf(event)).toEqual([]);
    },
  );

  it.each([
    ["a field", z.object({ a: z.string() }), "$.a"],
    ["one that may be absent or null", z.object({ a: z.string().nullable().optional() }), "$.a"],
    ["one with a default", z.object({ a: z.string().default("x") }), "$.a"],
    ["one inside", z.object({ a: z.object({ b: z.string(), c: word() }) }), "$.a.b"],
    ["in a list", z.object({ a: z.array(z.object({ b: z.string() })) }), "$.a[*].b"],
    ["in a record", z.object({ a: z.record(word(), z.string()) }), "$.a[*]"],
    ["the names in a record", z.object({ a: z.record(z.string(), z.number()) }), "$.a"],
    ["in one of two forms", z.object({ a: z.union([z.number(), z.string()]) }), "$.a"],
    [
      "in both of two",
      z.object({ a: z.intersection(z.object({ b: z.string() }), z.object({})) }),
      "$.a.b",
    ],
    ["in a tuple", z.object({ a: z.tuple([word(), z.string()]) }), "$.a[*]"],
    ["a time", z.object({ a: z.iso.datetime() }), "$.a"],
    ["anything at all", z.object({ a: z.unknown() }), "$.a"],
    ["fields that are not named", z.looseObject({}), "$[*]"],
  ])("is missed without a declaration: %s", (_, data, path) => {
    expect(undeclaredFieldsOf(planted(data))).toEqual([path]);
  });

  it("needs no declaration where it is one of a few words of ours", () => {
    const data = z.object({ a: z.enum(["x", "y"]), b: z.literal("z"), c: z.number(), d: z.null() });
    expect(undeclaredFieldsOf(planted(data))).toEqual([]);
  });

  it("stays declared when more is asked of it", () => {
    expect(undeclaredFieldsOf(planted(z.object({ a: word().max(9) })))).toEqual([]);
  });

  it("is declared with all that it is in", () => {
    const filter = notPersonal(z.object({ ids: z.array(z.string()), type: z.string() }));
    expect(undeclaredFieldsOf(planted(z.object({ filter })))).toEqual([]);
  });
});

const name = () => personal(z.string());
const nested = planted(
  z.object({
    nickname: name().optional(),
    card: z.object({ names: z.array(name()), colour: word() }),
    friends: z.array(z.object({ email: personal(z.string(), "address"), since: word() })),
    labels: z.record(word(), name()),
    ip: personal(z.string().nullable(), "origin"),
    either: z.union([z.object({ title: name() }), z.object({ title: word(), n: z.number() })]),
  }),
);

describe("the personal fields of an event", () => {
  it("are found wherever they are", () => {
    expect(Object.fromEntries(personalFieldsOf(nested))).toEqual({
      "$.nickname": "text",
      "$.card.names[*]": "text",
      "$.friends[*].email": "address",
      "$.labels[*]": "text",
      "$.ip": "origin",
      "$.either.title": "text",
    });
  });
});

describe("an event's data without what is personal", () => {
  beforeAll(() => (eventCatalogue as CataloguedEvent[]).push(nested));
  afterAll(() => (eventCatalogue as CataloguedEvent[]).pop());

  const kinds = ({ text, kind }: PersonalText) => ({ text: text === null ? null : `<${kind}>` });

  it("is the same in everything else", () => {
    const data = {
      nickname: "Rocket",
      card: { names: ["Anna", "Rocket"], colour: "red" },
      friends: [{ email: "bert@example.com", since: "2026" }],
      labels: { home: "Anna's" },
      ip: "192.0.2.1",
      either: { title: "Dr.", n: 3 },
    };
    expect(replacePersonal({ type: "user.planted", data }, kinds, nested)).toEqual({
      nickname: "<text>",
      card: { names: ["<text>", "<text>"], colour: "red" },
      friends: [{ email: "<address>", since: "2026" }],
      labels: { home: "<text>" },
      ip: "<origin>",
      either: { title: "<text>", n: 3 },
    });
  });

  it("has nothing of a field or a type that this version does not know", () => {
    const data = { colour: "red", card: { names: "Anna", more: ["x", 7] }, ip: null };
    expect(replacePersonal({ type: "user.planted", data }, kinds, nested)).toEqual({
      colour: "<undeclared>",
      card: { names: "<undeclared>", more: ["<undeclared>", 7] },
      ip: null,
    });
    expect(replacePersonal({ type: "user.unknown", data: { a: ["x"], b: true } }, kinds)).toEqual({
      a: ["<undeclared>"],
      b: true,
    });
  });

  it("may have it under another name, or not at all", () => {
    const data = { nickname: "Rocket", ip: "192.0.2.1", labels: { home: "x" } };
    const hide = ({ kind, name: field = "" }: PersonalText) =>
      kind === "origin" ? undefined : { text: "-", name: `${field}_hidden` };
    const replaced = replacePersonal({ type: "user.planted", data }, hide, nested);
    expect(replaced).toEqual({ nickname_hidden: "-", labels: { home_hidden: "-" } });
  });
});

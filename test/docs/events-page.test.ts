import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toFrame } from "../../services/web-gateway/live/frames";
import { type Envelope, findEvent } from "../../shared/events";
import { parseEnvelope } from "../../shared/events/envelope";
import { toEnvelope } from "../../shared/events/outbox/outbox";

const DOCS = join(__dirname, "../../docs");
const EXAMPLES = join(DOCS, "examples");
const page = readFileSync(join(DOCS, "events.md"), "utf8");
const examples = readdirSync(EXAMPLES).map((name) => readFileSync(join(EXAMPLES, name), "utf8"));

/** The code blocks of the page in one language. */
function blocks(language: string): string[] {
  const found = page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"));
  return [...found].map(([, code = ""]) => code);
}

/** The words in backquotes in the first column of a table whose head begins with a word. */
function rowsOf(head: string): string[] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const rows = lines.slice(start + 2, lines.indexOf("", start));
  return rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`(.+?)`/g)].map(([, w]) => w!),
  );
}

it("shows no code but that of the examples, which are run", () => {
  const code = [...blocks("ts"), ...blocks("python")];
  expect(code).toHaveLength(6);
  for (const block of code) {
    expect(examples.filter((example) => example.includes(block))).toHaveLength(1);
  }
});

it("names no type of event that there is not", () => {
  const named = page.matchAll(/`((?:user|session)\.[a-z_]+)`/g);
  expect([...named].filter(([, type]) => !findEvent(type!))).toEqual([]);
});

it("shows an envelope as one leaves the outbox, with every attribute explained", () => {
  const [json = ""] = blocks("json");
  const shown = JSON.parse(json) as Envelope;
  const full = toEnvelope(
    {
      id: "0190163d-8694-739b-aea5-966c26f8ad91",
      type: "session.created",
      version: 1,
      subject: "user_",
      aggregate: "session_",
      aggregate_version: 1,
      concerns: null,
      actor: "system",
      data: {},
      client_ip: "",
      user_agent: "",
      request_id: "",
      traceparent: "",
      created_at: new Date(),
    },
    "accounts",
  );
  expect(Object.keys(shown)).toEqual(Object.keys(full));
  expect(parseEnvelope(shown)).toEqual(shown);
  expect(findEvent(shown.type)?.data.parse(shown.data)).toEqual(shown.data);
  expect(rowsOf("attribute")).toEqual(Object.keys(full));
});

it("shows an event of a stream as the gateway writes it", () => {
  const [frame = ""] = blocks("text");
  const [id, , data] = frame.split("\n").map((line) => line.replace(/^\w+: /, ""));
  const { type, time, subject: userId, data: about } = JSON.parse(data!) as Shown;
  const { current, ...told } = about;
  const written = toFrame({ id: id!, userId, type, time, data: told }, "session_another");
  expect(`${frame}\n`).toBe(written);
  expect(current).toBe(false);
});

interface Shown {
  type: string;
  time: string;
  subject: string;
  data: { current: boolean };
}

it("links to files that are there", () => {
  // What begins with a slash is made with the site, whose build ends at a dead link.
  const links = [...page.matchAll(/\]\((?!https:|\/)([^)#]+)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(2);
  expect(links.filter((path) => !existsSync(join(DOCS, path)))).toEqual([]);
});

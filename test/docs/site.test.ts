import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventCatalogue } from "../../shared/events";
import { jumar } from "../cli/support";

const root = join(__dirname, "../..");
const URL_OF_SITE = "https://docs.example.com/of/jumar";

interface Document {
  components: {
    responses: Record<string, { content?: Record<string, { examples?: Record<string, unknown> }> }>;
  };
  paths: Record<string, Record<string, Described>>;
}
interface Described {
  operationId: string;
  parameters?: { name: string }[];
  requestBody?: { content: Record<string, { schema: { properties?: object } }> };
  responses: Record<string, object>;
  tags: string[];
}

let site: string;
let document: Document;
beforeAll(async () => {
  site = mkdtempSync(join(tmpdir(), "jumar-site-"));
  const run = join(root, "docs/.vitepress/run.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [run, "--out", site], {
    encoding: "utf8",
    // Jest's own NODE_ENV would make a site for tests.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DOCS_URL: URL_OF_SITE },
  });
  if (status !== 0) throw new Error(stdout + stderr);
  document = JSON.parse((await jumar(["openapi"])).stdout) as Document;
});
afterAll(() => rmSync(site, { recursive: true, force: true }));

const read = (file: string): string => readFileSync(join(site, file), "utf8");
const htmlFiles = (): string[] =>
  readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));

/** The part of a page from the heading with an id to the next one. */
function sectionOf(html: string, id: string): string {
  const start = html.indexOf(`<h2 id="${id}"`);
  const end = html.indexOf("<h2 ", start + 1);
  return start < 0 ? "" : html.slice(start, end < 0 ? undefined : end);
}

/** How a row of a table begins that is about a parameter or a field. */
const rowOf = (name: string): string => `<td><code>${name}</code>`;

it("has a page for every guide, every decision, and what stands beside them", () => {
  const names = (folder: string): string[] =>
    readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"));
  const guides = names("docs").map((name) => name.replace(/\.md$/, ".html"));
  const decisions = names("docs/decisions").map(
    (name) => `decisions/${name.replace("README", "index").replace(/\.md$/, ".html")}`,
  );
  const others = ["quick-start.html", "development.html", "changelog.html", "404.html"];
  const built = htmlFiles();
  expect(guides.length).toBeGreaterThan(8);
  expect([...guides, ...decisions, ...others].filter((name) => !built.includes(name))).toEqual([]);
});

it("leads to every page from the navigation", () => {
  const [sidebar = ""] =
    /<aside class="VPSidebar".*?<\/aside>/s.exec(read("quick-start.html")) ?? [];
  const links = new Set([...sidebar.matchAll(/href="\/of\/jumar\/([^"#]*)"/g)].map(([, to]) => to));
  const pages = htmlFiles().filter((name) => !["404.html", "index.html"].includes(name));
  const addresses = pages.map((name) =>
    name.replace(/(^|\/)index\.html$/, "$1").replace(".html", ""),
  );
  expect(addresses.filter((address) => !links.has(address))).toEqual([]);
});

it("asks nobody else for anything", () => {
  const files = htmlFiles();
  for (const file of files) {
    const tags = read(file).match(/<(?:script|link|img|iframe|source|video|audio)\s[^>]*>/g) ?? [];
    const loaded = tags.filter((tag) => !tag.includes('rel="canonical"'));
    expect(loaded.length).toBeGreaterThan(2);
    expect(loaded.filter((tag) => /(?:src|href)="(?:https?:)?\/\//.test(tag))).toEqual([]);
  }
  const styles = readdirSync(join(site, "assets")).filter((name) => name.endsWith(".css"));
  expect(styles.length).toBeGreaterThan(0);
  for (const name of styles)
    expect(read(`assets/${name}`)).not.toMatch(/url\(["']?(?:https?:)?\/\//);
});

it("says where each page lives, and lists them all", () => {
  const sitemap = [...read("sitemap.xml").matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url);
  const pages = htmlFiles().filter((file) => file !== "404.html");
  const canonical = pages.map((file) => {
    const links = [...read(file).matchAll(/<link rel="canonical" href="([^"]+)"/g)];
    expect({ file, links: links.length }).toEqual({ file, links: 1 });
    const address = file.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "");
    expect(links[0]?.[1]).toBe(`${URL_OF_SITE}/${address}`);
    return links[0]![1];
  });
  expect(sitemap.sort()).toEqual(canonical.sort());
});

it("has every operation with its parameters, body, samples, answer and problems", () => {
  const common = read("reference/http-problems.html");
  const reference = htmlFiles()
    .filter((file) => file.startsWith("reference/http-"))
    .map(read)
    .join("\n");
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(operations.length).toBeGreaterThan(20);
  for (const { path, method, operation } of operations) {
    const id = operation.operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const section = sectionOf(reference, id);
    const [body] = Object.values(operation.requestBody?.content ?? {});
    const wanted = [
      `<code>${method.toUpperCase()} ${path}</code>`,
      ...(operation.parameters ?? []).map(({ name }) => rowOf(name)),
      ...Object.keys(body?.schema.properties ?? {}).map(rowOf),
    ];
    expect({ id, absent: wanted.filter((word) => !section.includes(word)) }).toEqual({
      id,
      absent: [],
    });
    expect(section).toMatch(/<label[^>]*>curl<\/label>.*<label[^>]*>TypeScript<\/label>/s);
    const statuses = Object.keys(operation.responses);
    const answers = statuses.filter((status) => status.startsWith("2"));
    expect(answers).not.toEqual([]);
    for (const answer of answers) expect(section).toContain(`<strong>Answer ${answer}</strong>`);
    expect(section).toContain("/reference/http-problems#every-operation");
    // What it can fail with stands with it or, for all that are alike, on the page of problems.
    const problems = problemsOf(operation);
    expect(new Set([...answers, ...problems.map(({ status }) => status)])).toEqual(
      new Set(statuses),
    );
    const untold = problems.filter(
      ({ status, code }) => !tells(section, status, code) && !tells(common, status, code),
    );
    expect({ id, untold }).toEqual({ id, untold: [] });
    expect(tells(section, "500", "internal")).toBe(false);
  }
  for (const { code, status } of [
    { status: "500", code: "internal" },
    { status: "401", code: "unauthenticated" },
    { status: "403", code: "csrf_failed" },
    { status: "422", code: "idempotency_key_reused" },
  ])
    expect([code, common.split(rowOfProblem(status, code)).length - 1]).toEqual([code, 1]);
});

it("leads to every operation from the navigation, and finds it by a search", () => {
  const page = read("quick-start.html");
  const [chunk = ""] = readdirSync(join(site, "assets/chunks")).filter((name) =>
    name.startsWith("@localSearchIndexroot"),
  );
  const index = read(`assets/chunks/${chunk}`);
  for (const { operationId, tags } of Object.values(document.paths).flatMap((each) =>
    Object.values(each),
  )) {
    const id = operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const address = `/of/jumar/reference/http-${tags[0]!.toLowerCase()}#${id}`;
    expect({ address, found: index.includes(address) }).toEqual({ address, found: true });
    expect({ address, linked: page.includes(`href="${address}"`) }).toEqual({
      address,
      linked: true,
    });
  }
  for (const { type } of eventCatalogue)
    expect(index).toContain(`/of/jumar/reference/events#${type.replaceAll(/[._]/g, "-")}`);
});

it("tells how to log in, as a program and as a browser", () => {
  const page = read("reference/http-authentication.html");
  for (const word of ["Bearer", "createClient", "csrf_failed", "insufficient_user_authentication"])
    expect(page).toContain(word);
});

/** The codes by which an operation fails, from its answers in the document. */
function problemsOf(operation: Described) {
  return Object.entries(operation.responses).flatMap(([status, answer]) => {
    const name = "$ref" in answer ? String(answer.$ref).split("/").at(-1)! : "";
    const content = document.components.responses[name]?.content?.["application/problem+json"];
    return Object.keys(content?.examples ?? {}).map((code) => ({ status, code }));
  });
}

const rowOfProblem = (status: string, code: string): string =>
  `<td>${status}</td><td><code>${code}</code></td>`;
const tells = (html: string, status: string, code: string): boolean =>
  html.includes(rowOfProblem(status, code));

it("has every event with the fields of its data", () => {
  const page = read("reference/events.html");
  expect(eventCatalogue.length).toBeGreaterThan(10);
  const listed = [...sectionOf(page, "types").matchAll(/<code>([a-z_]+\.[a-z_]+)<\/code>/g)];
  expect(listed.map(([, type]) => type)).toEqual(eventCatalogue.map(({ type }) => type));
  for (const { type, summary, data } of eventCatalogue) {
    expect(page).toContain(summary);
    const section = sectionOf(page, type.replaceAll(/[._]/g, "-"));
    const fields = Object.keys((data as { shape?: object }).shape ?? {});
    const wanted = [`<code>${type}</code>`, ...fields.map(rowOf)];
    expect({ type, absent: wanted.filter((word) => !section.includes(word)) }).toEqual({
      type,
      absent: [],
    });
  }
});

it("is searched without a server", () => {
  const chunks = readdirSync(join(site, "assets/chunks"));
  expect(chunks.some((name) => name.startsWith("@localSearchIndex"))).toBe(true);
});

describe("a dead link", () => {
  /** What calls of the site's own functions answer or throw, all in one process: they are ES modules. */
  function call(file: string, calls: string[]): string[] {
    const code = `import * as site from "./docs/.vitepress/${file}";
      const said = (call) => { try { return String(call()); } catch (error) { return error.message; } };
      console.log(JSON.stringify([${calls.map((each) => `() => ${each}`).join()}].map(said)));`;
    const args = ["--import", "tsx", "--input-type=module", "--eval", code];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout) as string[];
  }

  it("to a file ends the build, a live one leads to its page or to the repository", () => {
    const links = ["cli.md#jumar-doctor", "../README.md", "examples/billing.ts"];
    const calls = [...links, "examples/bills.ts"].map(
      (href) => `site.resolveLink("${root}/docs/events.md", "${href}")`,
    );
    expect(call("links.mts", calls)).toEqual([
      "/cli#jumar-doctor",
      "/quick-start",
      expect.stringMatching(/\/blob\/main\/docs\/examples\/billing\.ts$/),
      "docs/events.md: examples/bills.ts leads to nothing",
    ]);
    expect(read("events.html")).toMatch(/href="[^"]+\/blob\/main\/docs\/examples\/billing\.ts"/);
  });

  it("to a page or a heading is found in what was built", () => {
    const wrong = ["/of/jumar/evens", "/of/jumar/events#nowhere", "/elsewhere", "#nowhere"];
    const copy = `${site}-with-dead-links`;
    cpSync(site, copy, { recursive: true });
    const links = wrong.map((href) => `<a href="${href}">x</a>`).join("");
    writeFileSync(
      join(copy, "client.html"),
      read("client.html").replace("</main>", `${links}</main>`),
    );
    const check = (folder: string): string => `site.checkLinks("${folder}", "/of/jumar/")`;
    const [whole, dead = ""] = call("check-site.mts", [check(site), check(copy)]);
    rmSync(copy, { recursive: true });
    expect(whole).toBe("undefined");
    expect(dead.split("\n").slice(1)).toEqual(wrong.map((href) => `  client.html: ${href}`));
  });
});

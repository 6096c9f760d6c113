import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { openBreachedPasswords } from "../../../../services/accounts/credentials";
import type { ConfigError } from "../../../../shared/config";
import { createLogger } from "../../../../shared/observability";

const log = createLogger({ level: "silent", pretty: false });
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex").toUpperCase();
const open = async (breached: { path?: string; url?: string }) =>
  await openBreachedPasswords({
    config: { breachedPasswords: { path: undefined, url: undefined, ...breached } },
    log,
    fetchUrl: fetch,
  });
const LEAKED = "tuesday harbour lantern";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jumar-breached-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A file of lines in the order of their hashes. */
function fileOf(passwords: readonly string[], end = "\r\n"): string {
  const path = join(folder, "by-hash.txt");
  const lines = passwords.map((password, index) => `${sha1(password)}:${index + 1}`);
  writeFileSync(path, `${lines.toSorted().join(end)}${end}`);
  return path;
}

describe("a file ordered by hash", () => {
  it("has what is in it and nothing else, however long it is", async () => {
    const sizes = fc.integer({ min: 1, max: 1500 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom("\n", "\r\n"), async (size, end) => {
        const all = Array.from({ length: size }, (_, index) => `${size} of ${index}`);
        const breached = await open({ path: fileOf(all, end) });
        for (const at of [0, 1, size >> 1, size - 1]) {
          if (all[at] !== undefined) expect(await breached.has(all[at])).toBe(true);
        }
        const sorted = all.toSorted((one, other) => (sha1(one) < sha1(other) ? -1 : 1));
        for (const outer of [sorted.at(0), sorted.at(-1)]) {
          expect(await breached.has(outer ?? "")).toBe(true);
        }
        expect(await breached.has(`${size} of none`)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it("is read in small letters, without counts and without an end of the last line too", async () => {
    const path = join(folder, "file");
    writeFileSync(path, [LEAKED, "another"].map(sha1).toSorted().join("\n").toLowerCase());
    const breached = await open({ path });
    expect([await breached.has(LEAKED), await breached.has("another")]).toEqual([true, true]);
  });

  const hashes = Array.from({ length: 500 }, (_, index) => sha1(String(index))).toSorted();
  it.each([
    ["is not there", undefined, /not there/],
    ["is empty", "", /not SHA-1/],
    ["is of another kind", "password\n123456\n", /not SHA-1/],
    [
      "has hashes of another kind",
      hashes.map((hash) => `${hash.slice(8)}:1\n`).join(""),
      /not SHA-1/,
    ],
    ["is of one long line", "A".repeat(100_000), /not SHA-1/],
    [
      "turns into something else",
      `${hashes.map((hash) => `${hash}:1\n`).join("")}${"A".repeat(9000)}`,
      /not SHA-1/,
    ],
    [
      "is ordered by how often",
      hashes
        .toReversed()
        .map((hash) => `${hash}:1\n`)
        .join(""),
      /not ordered/,
    ],
  ])("is refused by the name of its setting when it %s", async (_, text, problem) => {
    const path = join(folder, "file");
    if (text !== undefined) writeFileSync(path, text);
    const [found] = await open({ path }).then(
      () => [],
      (error: unknown) => (error as ConfigError).problems,
    );
    expect(found).toEqual({
      variable: "JUMAR_BREACHED_PASSWORDS",
      problem: expect.stringMatching(problem) as unknown,
    });
  });
});

describe("a folder of ranges", () => {
  const range = (password: string, count = 3) =>
    `${"0".repeat(34)}1:0\r\n${sha1(password).slice(5)}:${count}\r\n`;
  const nameOf = (password: string) => sha1(password).slice(0, 5);

  it.each([".txt", ""])("has what is in its files, with the ending %j", async (ending) => {
    writeFileSync(join(folder, `${nameOf(LEAKED)}${ending}`), range(LEAKED));
    writeFileSync(join(folder, `${nameOf("padding")}${ending}`), range("padding", 0));
    const breached = await open({ path: folder });
    expect(await breached.has(LEAKED)).toBe(true);
    expect(await breached.has("padding")).toBe(false);
    // Nobody can say, for want of its file.
    expect(await breached.has("another")).toBe(false);
  });

  it("is refused when it has no ranges, or they are of another form", async () => {
    const problem = () => open({ path: folder }).then(() => "", String);
    expect(await problem()).toMatch(/JUMAR_BREACHED_PASSWORDS .*without ranges/);
    mkdirSync(join(folder, "more"));
    writeFileSync(join(folder, "00000.txt"), "<html>");
    expect(await problem()).toMatch(/JUMAR_BREACHED_PASSWORDS .*00000\.txt is not a range/);
  });
});

describe("a service that is asked", () => {
  let server: Server;
  let asked: { url: string | undefined; padding: unknown }[];
  const serve = async (answer: RequestListener): Promise<string> => {
    asked = [];
    server = createServer((request, response) => {
      asked.push({ url: request.url, padding: request.headers["add-padding"] });
      answer(request, response);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`;
  };
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it("hears five digits of the hash, and says by the rest", async () => {
    const rest = sha1(LEAKED).slice(5);
    const url = await serve((_, response) => response.end(`${"0".repeat(35)}:0\r\n${rest}:7`));
    const breached = await open({ url });
    expect([await breached.has(LEAKED), await breached.has("another")]).toEqual([true, false]);
    expect(asked).toEqual(
      [LEAKED, "another"].map((password) => ({
        url: `/range/${sha1(password).slice(0, 5)}`,
        padding: "true",
      })),
    );
  });

  const all = `${sha1(LEAKED).slice(5)}:7\r\n`;
  it.each<[string, RequestListener]>([
    ["fails", (_, response) => response.writeHead(503).end(all)],
    ["leads elsewhere", (request, response) => request.url?.startsWith("/range") ? response.writeHead(302, { location: "/there" }).end() : response.end(all)],
    ["answers with nothing", (_, response) => response.end()],
    ["answers with a page", (_, response) => response.end(`<html>\n${all}`)],
    ["answers without end", (_, response) => { const more = (): void => { while (response.writable && response.write(all.repeat(1000))); response.once("drain", more); }; more(); }],
    ["does not answer", () => undefined],
    ["stops in the middle of its answer", (_, response) => response.write(all)],
  ])("refuses nobody when it %s", async (_, answer) => {
    const breached = await open({ url: await serve(answer) });
    expect(await breached.has(LEAKED)).toBe(false);
    expect(asked).toHaveLength(1);
  }); // prettier-ignore

  it("is told of in the log without the hash when it fails", async () => {
    const url = await serve((_, response) => response.writeHead(500).end());
    const warn = jest.spyOn(log, "warn").mockImplementation();
    const breached = await open({ url });
    await breached.has(LEAKED);
    expect(warn).toHaveBeenCalledTimes(1);
    const [fields, message] = warn.mock.calls[0] as [{ err: Error; name: string }, string];
    expect(fields.name).toBe("JUMAR_BREACHED_PASSWORDS_URL");
    const told = `${fields.err.stack} ${message}`.toUpperCase();
    expect(told).not.toContain(sha1(LEAKED).slice(0, 5));
    warn.mockRestore();
  });

  it("is not asked what the file knows", async () => {
    const url = await serve((_, response) => response.end(all));
    const breached = await open({ path: fileOf([LEAKED]), url });
    expect(await breached.has(LEAKED)).toBe(true);
    expect(asked).toEqual([]);
  });
});

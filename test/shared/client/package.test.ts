import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { createDocument } from "../../../services/web-gateway/openapi/document";
import { packedPackage } from "../../support/packed-package";

const run = promisify(execFile);
const TSC = require.resolve("typescript/bin/tsc");

/** What a project of somebody else may do with the client; each line that must not compile says so. */
const PROGRAM = `
import { bearerToken, createClient, ProblemError } from "jumar/client";

export async function play(): Promise<string[]> {
  const jumar = createClient({ baseUrl: "https://accounts.example.com", credential: bearerToken() });
  const { user } = await jumar.post("/users", { email: "a@example.com", password: "p" });
  const address: string = user.email;
  const { headers, body } = await jumar.send("POST", "/sessions", {
    email: address,
    password: "p",
    credential: "bearer",
  });
  const opened = "login" in body ? undefined : body.token;
  const token: string | undefined = opened ?? headers.get("x") ?? undefined;
  const nothing: undefined = await jumar.delete("/session");
  const ids: string[] = [];
  for await (const entry of jumar.each("/audit-entries", { limit: 5 })) ids.push(entry.event_id);
  for await (const event of jumar.stream("/me/stream")) if (event.id) ids.push(event.id, event.type);
  try {
    await jumar.get("/users", { sort: "email" });
  } catch (error) {
    if (error instanceof ProblemError && error.code === "rate_limited") ids.push(String(error.retryAfter));
  }

  // @ts-expect-error there is no such path
  await jumar.post("/nowhere", {});
  // @ts-expect-error that path does not take this method
  await jumar.delete("/users");
  // @ts-expect-error the password is missing
  await jumar.post("/users", { email: "a@example.com" });
  // @ts-expect-error nobody may choose their role
  await jumar.post("/users", { email: "a@example.com", password: "p", role: "admin" });
  // @ts-expect-error a stream is no single answer
  await jumar.get("/me/stream");
  // @ts-expect-error a user has no such field
  return [user.password, token, nothing, ...ids];
}
`;

const document = createDocument({
  publicUrl: "https://accounts.example.com",
  cookieName: "jumar_session",
});
const described = Object.values(document.paths).flatMap((item) => Object.values(item));

/** The TypeScript samples of the API's description by the files that they would be. */
const SAMPLES = Object.fromEntries(
  described.map(({ operationId, "x-codeSamples": samples }) => {
    const { source } = samples.find(({ lang }) => lang === "TypeScript")!;
    const [imported = "", ...lines] = source.split("\n");
    // What the reader of a sample has already.
    const code = [imported, "declare const sessionToken: string;", ...lines].join("\n");
    return [`${operationId}.mts`, code];
  }),
);

/** Projects as people have them: options of their tsconfig.json, and files that are ESM or CommonJS. */
const PROJECTS = {
  "Node, in ES modules and in CommonJS": {
    sources: ["play.mts", "play.cts"],
    options: { module: "Node16", lib: ["ES2023"], types: ["node"] },
  },
  "a browser, by a bundler": {
    sources: ["play.mts"],
    options: {
      module: "ESNext",
      moduleResolution: "bundler",
      lib: ["ES2023", "DOM", "DOM.AsyncIterable"],
      types: [],
    },
  },
};

describe("the packed package", () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(await packedPackage(), "client-"));
  });

  it.each(Object.entries(PROJECTS))(
    "has types for a project of %s, and for the samples of the API's description",
    async (_, project) => {
      const { sources, options } = project;
      const home = mkdtempSync(join(folder, "project-"));
      for (const source of sources) writeFileSync(join(home, source), PROGRAM);
      expect(described).not.toEqual([]);
      for (const [name, code] of Object.entries(SAMPLES)) writeFileSync(join(home, name), code);
      const files = [...sources, ...Object.keys(SAMPLES)];
      const compilerOptions = {
        ...options,
        target: "ES2023",
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        // Those of TypeScript itself.
        skipDefaultLibCheck: true,
      };
      writeFileSync(join(home, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
      const { stdout } = await run(process.execPath, [TSC, "-p", home]).catch(
        (error: unknown) => error as { stdout: string },
      );
      expect(stdout).toBe("");
    },
  );

  it("is found by name from ES modules", async () => {
    writeFileSync(
      join(folder, "play.mjs"),
      `import { createClient, ProblemError, bearerToken, cookieJar, newIdempotencyKey } from "jumar/client";
      console.log(typeof createClient, typeof ProblemError, typeof bearerToken, typeof cookieJar, newIdempotencyKey().length);`,
    );
    const { stdout } = await run(process.execPath, [join(folder, "play.mjs")]);
    expect(stdout).toBe("function function function function 36\n");
  });

  it("runs where there is nothing but what browsers have", async () => {
    const asked: { url: string; body: unknown }[] = [];
    const fetched = (url: URL, init: { body: unknown }) => {
      asked.push({ url: String(url), body: init.body });
      return Promise.resolve(Response.json({ user: { id: "user_1" } }, { status: 201 }));
    };
    const world = createContext({
      ...{ AbortController, AbortSignal, DOMException, Headers, TextDecoder, URL, crypto },
      ...{ clearTimeout, setTimeout, fetch: fetched },
    });
    const { createClient } = loadAsBundle(world, "jumar/client") as {
      createClient: (options: object) => { post: (...args: unknown[]) => Promise<unknown> };
    };
    const client = createClient({ baseUrl: "https://accounts.example.com" });
    await client.post("/users", { email: "a@example.com" });
    expect(asked).toEqual([
      {
        url: "https://accounts.example.com/api/v1/users",
        body: '{"email":"a@example.com"}',
      },
    ]);
  });

  /** Runs a module and what it requires in a context, which has no `process` and none of Node's modules. */
  function loadAsBundle(world: object, name: string, from = join(folder, "main.js")): unknown {
    const file = createRequire(from).resolve(name);
    if (!file.startsWith("/")) throw new Error(`${name} is a module of Node`);
    const exports = {};
    const body = `(function (exports, require) { ${readFileSync(file, "utf8")}\n})`;
    const define = runInContext(body, world as never, { filename: file }) as (
      exports: object,
      require: (name: string) => unknown,
    ) => void;
    define(exports, (other) => loadAsBundle(world, other, file));
    return exports;
  }
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadService } from "../../services/load";
import { operations } from "../../services/web-gateway/api/operations";

/*
 * A client and a form may ask for a change a second time, after an answer that was lost. So what changes
 * something is one transaction with its answer: `deps.once`, never `deps.transaction`, in the function of
 * the action itself.
 */

const PAGES = join(__dirname, "../../services/web-gateway/pages");
const READS = /^(check|find|get|list|name|validate)[A-Z]?/;

/** The actions of accounts that pages name in a call. */
const calledByPages = (): string[] =>
  readdirSync(PAGES, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(PAGES, file), "utf8"))
    .flatMap((text) => [...text.matchAll(/\bact\(\s*visit,\s*"accounts",\s*"(\w+)"/g)])
    .map(([, name]) => name!);

const overHttp = operations
  .filter(({ service, http }) => service === "accounts" && http.method !== "GET")
  .map(({ name }) => name);

const changing = [...new Set([...overHttp, ...calledByPages()])].filter((one) => !READS.test(one));

/** How a function does its work, by its source. */
const waysOf = (run: unknown): string[] =>
  ["once", "transaction"].filter((way) => String(run).includes(`deps.${way}(`));

it("finds what forms and clients change", () => {
  expect(changing).toEqual(expect.arrayContaining(["register", "logOut", "chooseLanguage"]));
  expect(changing).not.toContain("checkResetToken");
});

it.each(changing)("%s answers from the transaction of its effect", (name) => {
  const actions: Record<string, unknown> = loadService("accounts").parts.actions;
  expect(waysOf(actions[name])).toEqual(["once"]);
});

it("finds a transaction without its answer", () => {
  const planted = async (deps: { transaction(work: () => void): Promise<void> }) => {
    await deps.transaction(() => undefined);
  };
  expect(waysOf(planted)).toEqual(["transaction"]);
});

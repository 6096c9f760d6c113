import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "../../..");

/** A fenced block, with what was said of it in a comment on the line above. */
export interface Block {
  file: string;
  line: number;
  language: string;
  code: string;
  /** The test that checks it, from `<!-- checked by test/… -->`. */
  checkedBy?: string;
  /** Why nobody checks it, from `<!-- only looked at: … -->`. */
  onlyLookedAt?: string;
}

/** What is written for people to follow. Decisions and the changelog tell what was true once. */
export function pages(): string[] {
  const guides = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", "CONTRIBUTING.md", ...guides.map((name) => `docs/${name}`)];
}

/** Every fenced block of a page, also those that are indented. */
export function blocksOf(file: string, text = readPage(file)): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  let open: { fence: string; block: Block; code: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, fence = "", language = ""] = /^\s*(`{3,}|~{3,})\s*(\S*)/.exec(line) ?? [];
    if (open) {
      if (fence.startsWith(open.fence) && language === "") {
        blocks.push({ ...open.block, code: `${open.code.join("\n")}\n` });
        open = undefined;
      } else open.code.push(line);
    } else if (fence !== "") {
      const block = { file, line: index + 1, language, code: "", ...noteOf(lines.slice(0, index)) };
      open = { fence, block, code: [] };
    }
  }
  if (open) throw new Error(`${file}:${open.block.line}: a block without an end`);
  return blocks;
}

/** The code between single backquotes in the sentences of a page, with its line. */
export function inlineCodeOf(
  file: string,
  text = readPage(file),
): { line: number; code: string }[] {
  let inside = false;
  return text.split("\n").flatMap((content, index) => {
    if (/^\s*(```|~~~)/.test(content)) inside = !inside;
    if (inside) return [];
    return [...content.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => ({ line: index + 1, code }));
  });
}

export const readPage = (file: string): string => readFileSync(join(root, file), "utf8");

function noteOf(before: string[]): Pick<Block, "checkedBy" | "onlyLookedAt"> {
  const note = before.filter((line) => line.trim() !== "").at(-1) ?? "";
  const checkedBy = /^<!-- checked by (\S+) -->$/.exec(note)?.[1];
  const onlyLookedAt = /^<!-- only looked at: (.+) -->$/.exec(note)?.[1];
  return { ...(checkedBy ? { checkedBy } : {}), ...(onlyLookedAt ? { onlyLookedAt } : {}) };
}

import { basename, dirname } from "node:path";
import { anchorOf } from "../links.mjs";
import { madePages } from "./made-pages.mjs";

interface FoundSection {
  anchor: string;
  titles: string[];
  text: string;
}

/**
 * What the search knows of a page that is made, section by section; undefined for every other page.
 * VitePress looks into files only, and these pages have none.
 */
export function sectionsOf(path: string): FoundSection[] | undefined {
  if (basename(dirname(path)) !== "reference") return undefined;
  const page = madePages().find(({ name }) => `${name}.md` === basename(path));
  if (!page) return undefined;
  const [title = "", ...sections] = page.content.split(/^(?=#{1,3} )/m).filter(Boolean);
  const { heading } = partsOf(title);
  return [title, ...sections].map((section) => {
    const { heading: own, anchor, text } = partsOf(section);
    return { anchor, titles: own === heading ? [heading] : [heading, own], text };
  });
}

function partsOf(section: string): { heading: string; anchor: string; text: string } {
  const [first = "", ...lines] = section.split("\n");
  const [, level = "", marked = "", named] = /^(#+) (.*?)(?: \{#([\w-]+)\})?$/.exec(first) ?? [];
  const heading = plain(marked);
  const anchor = level === "#" ? "" : (named ?? anchorOf(heading));
  return { heading, anchor, text: plain(lines.join("\n")) };
}

/** Markdown without its marks. */
const plain = (text: string): string =>
  text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[`*|]+|^:::.*$|^```.*$|---+/gm, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface BuiltPage {
  file: string;
  ids: Set<string>;
  links: string[];
}

/** Throws when a link of the built pages leads to no page of the site, or to no heading of it. */
export function checkLinks(folder: string, base: string): void {
  const pages = new Map(htmlFiles(folder).map((file) => [addressOf(file), readPage(folder, file)]));
  const files = new Set(readdirSync(folder));
  const dead: string[] = [];
  for (const [address, { file, links }] of pages) {
    // The page of an error is shown at any address; it has no links of its own.
    if (address === "404") continue;
    const here = new URL(address, `http://site${base}`);
    for (const link of links) {
      const { host, pathname, hash } = new URL(link, here);
      if (host !== "site") continue;
      const inside = pathname.startsWith(base) ? pathname.slice(base.length) : undefined;
      const target = inside === undefined ? undefined : pages.get(inside.replace(/\.html$/, ""));
      const id = decodeURIComponent(hash.slice(1));
      const isFile = inside !== undefined && hash === "" && files.has(inside);
      if (isFile || (target && (id === "" || target.ids.has(id)))) continue;
      dead.push(`${file}: ${link}`);
    }
  }
  if (dead.length > 0) throw new Error(`dead links:\n  ${[...new Set(dead)].join("\n  ")}`);
}

function readPage(folder: string, file: string): BuiltPage {
  const html = readFileSync(join(folder, file), "utf8");
  const values = (attribute: RegExp): string[] =>
    [...html.matchAll(attribute)].map(([, value = ""]) => value.replaceAll("&amp;", "&"));
  return {
    file,
    ids: new Set(values(/\sid="([^"]+)"/g)),
    links: values(/<a\s[^>]*?href="([^"]+)"/g),
  };
}

const addressOf = (file: string): string =>
  file.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "");

function htmlFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".html")).map((name) => name.replaceAll("\\", "/"));
}

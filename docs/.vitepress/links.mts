import { existsSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { MarkdownOptions } from "vitepress";
import { addressOf } from "./pages.mjs";
import { root } from "./root.mjs";
import { repository } from "./settings.mjs";

type Markdown = Parameters<NonNullable<MarkdownOptions["config"]>>[0];

/**
 * Links are written as they work among the files of the repository. Here those to a file that is made
 * into a page lead to the page, others to the repository; one that leads nowhere ends the build.
 */
export function resolveLinks(markdown: Markdown): void {
  markdown.core.ruler.push("links-of-the-repository", ({ tokens, env }) => {
    // Where the file is; `path` is where its page will be.
    const { path, realPath = path } = env as { path: string; realPath?: string };
    const inner = tokens.flatMap(({ children }) => children ?? []);
    for (const token of inner) {
      const href = token.type === "link_open" && token.attrGet("href");
      if (href && isRelative(href)) token.attrSet("href", resolveLink(realPath, href));
    }
    for (const token of [...tokens, ...inner]) {
      if (!token.type.startsWith("html_")) continue;
      token.content = token.content.replace(/\ssrc="([^"]+)"/g, (attribute, src: string) =>
        isRelative(src) ? ` src="${resolvePicture(realPath, src)}"` : attribute,
      );
    }
  });
}

const isRelative = (url: string): boolean => !/^([a-z]+:|[/#])/i.test(url);

/** Pictures that README shows too lie in public/, from where the site takes them. */
function resolvePicture(from: string, src: string): string {
  const path = relative(join(root, "docs/public"), join(dirname(from), src));
  if (path.startsWith(".."))
    throw new Error(`${relative(root, from)}: ${src} is not in docs/public`);
  return `/${path}`;
}

/** Where a link of a file leads on the site. Throws when there is no such file. @public */
export function resolveLink(from: string, href: string): string {
  const [path = "", anchor] = href.split("#");
  const file = join(dirname(from), decodeURIComponent(path));
  const source = relative(root, file);
  if (source.startsWith("..") || !existsSync(file)) {
    throw new Error(`${relative(root, from)}: ${href} leads to nothing`);
  }
  const address = addressOf(source);
  const hash = anchor === undefined ? "" : `#${anchor}`;
  if (address !== undefined) return `/${address}${hash}`;
  const kind = statSync(file).isDirectory() ? "tree" : "blob";
  return `${repository}/${kind}/main/${source}${hash}`;
}

/** The anchor of a heading, as GitHub makes it: a link among the files is one on the site too. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");

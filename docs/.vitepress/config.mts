import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type DefaultTheme, defineConfig } from "vitepress";
import { checkLinks } from "./check-site.mjs";
import { anchorOf, resolveLinks } from "./links.mjs";
import { navigation, type Page } from "./pages.mjs";
import { sectionsOf } from "./reference/search.mjs";
import { root } from "./root.mjs";
import { repository, siteUrl } from "./settings.mjs";

const written = navigation
  .flatMap(({ pages }) => pages)
  .flatMap((page) => [page, ...(page.pages ?? [])])
  .filter(({ source }) => !source.includes("["));
const rewrites = Object.fromEntries(
  written.map(({ source, address }) => [source, `${address.replace(/\/$/, "/index")}.md`]),
);

const sidebar: DefaultTheme.Sidebar = navigation.map(({ text, pages, collapsed }) => ({
  text,
  ...(collapsed === undefined ? {} : { collapsed }),
  items: pages.map(itemOf),
}));

function itemOf({ text, address, parts, pages = [] }: Page): DefaultTheme.SidebarItem {
  const items = [
    ...pages.map(itemOf),
    ...(parts ?? []).map((part) => ({ text: part.text, link: `/${address}#${part.anchor}` })),
  ];
  const inner = items.length > 0 ? { items, collapsed: parts !== undefined } : {};
  return { text, link: `/${address}`, ...inner };
}

export default defineConfig({
  title: "Jumar",
  description:
    "A self-hosted accounts platform whose every change is a durable, typed, replayable event.",
  lang: "en",
  // From the root, because README, CONTRIBUTING and CHANGELOG are pages too.
  srcDir: "..",
  srcExclude: [
    "{cli,coverage,deploy,dist,services,shared,test}/**",
    ".*/**",
    // Other files beside them are for GitHub; a link there leads to the repository.
    ...readdirSync(root).filter((name) => name.endsWith(".md") && !(name in rewrites)),
  ],
  base: siteUrl.pathname,
  rewrites: (path) => rewrites[path] ?? path.replace(/^docs\//, ""),
  cleanUrls: true,
  // Links to what `npm start` serves are no links of the site. All others are checked.
  ignoreDeadLinks: "localhostLinks",
  sitemap: { hostname: siteUrl.href },
  markdown: { config: resolveLinks, anchor: { slugify: anchorOf } },
  head: [
    ["link", { rel: "icon", type: "image/svg+xml", href: `${siteUrl.pathname}logo.svg` }],
    ["meta", { name: "theme-color", content: "#1d6a56" }],
  ],
  transformHead({ page }) {
    if (page === "404.md") return [];
    const address = page.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "");
    return [["link", { rel: "canonical", href: new URL(address, siteUrl).href }]];
  },
  buildEnd({ outDir, site }) {
    checkLinks(outDir, site.base);
  },
  vite: { publicDir: join(root, "docs/public") },
  themeConfig: {
    logo: "/logo.svg",
    search: {
      provider: "local",
      options: { miniSearch: { _splitIntoSections: (path) => sectionsOf(path) as never } },
    },
    sidebar,
    nav: [
      { text: "Quick start", link: "/quick-start" },
      { text: "Events", link: "/events" },
      { text: "HTTP API", link: "/reference/http" },
      { text: "Changelog", link: "/changelog" },
    ],
    outline: [2, 3],
    socialLinks: [{ icon: "github", link: repository }],
    editLink: { pattern: `${repository}/edit/main/:path`, text: "Edit this page" },
    footer: { message: "Licensed under the MIT licence." },
  },
});

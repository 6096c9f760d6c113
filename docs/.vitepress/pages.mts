import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readOpenApi } from "./reference/documents.mjs";
import { anchorOf, pageOf } from "./reference/operation.mjs";
import { root } from "./root.mjs";

/** A page of the site: the file it is made from, its address, and its name in the navigation. */
export interface Page {
  source: string;
  address: string;
  text: string;
  /** The pages below it. */
  pages?: Page[];
  /** The headings of it that the navigation leads to. */
  parts?: { text: string; anchor: string }[];
}

interface Section {
  text: string;
  pages: Page[];
  collapsed?: boolean;
}

const page = (source: string, address: string, text: string): Page => ({ source, address, text });
const guide = (name: string, text: string): Page => page(`docs/${name}.md`, name, text);
/** Made from what the platform says of itself, see reference/. */
const made = (name: string, text: string): Page =>
  page("docs/reference/[page].md", `reference/${name}`, text);

/**
 * The navigation. A new page is a line here; a guide that has none stands last in "Operate".
 */
const sections: Section[] = [
  {
    text: "Start",
    pages: [page("README.md", "quick-start", "Quick start"), guide("events", "Events")],
  },
  {
    text: "Build on it",
    pages: [guide("client", "The client"), guide("testing", "The test kit")],
  },
  {
    text: "Operate",
    pages: [
      guide("deployment", "Deployment"),
      guide("branding", "Your own name"),
      guide("database", "Database"),
      guide("observability", "Observability"),
      guide("security", "Security"),
      guide("upgrading", "Upgrading"),
      guide("fleet", "A fleet on one machine"),
    ],
  },
  {
    text: "Reference",
    pages: [
      guide("cli", "Command line"),
      { ...made("http", "HTTP API"), pages: httpPages() },
      made("events", "Event catalogue"),
    ],
  },
  {
    text: "The project",
    pages: [
      page("CONTRIBUTING.md", "development", "Development"),
      guide("releasing", "Releasing"),
      page("CHANGELOG.md", "changelog", "Changelog"),
    ],
  },
];

/** Below the API's overview: what holds for all operations, then those of each tag. */
function httpPages(): Page[] {
  const { tags, paths } = readOpenApi();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const ofTags = tags.map(({ name }) => ({
    ...made(pageOf(name), name),
    parts: operations
      .filter(({ operation }) => operation.tags.includes(name))
      .map(({ path, method, operation }) => ({
        text: `${method.toUpperCase()} ${path}`,
        anchor: anchorOf(operation),
      })),
  }));
  const common = [made("http-authentication", "Authentication"), made("http-problems", "Problems")];
  return [...common, ...ofTags];
}

const folder = "docs/decisions";
const files = readdirSync(join(root, folder)).filter((name) => /^\d{4}-.*\.md$/.test(name));

/** The decisions, oldest first, as their titles say. */
const decisions: Page[] = files.sort().map((name) => {
  const source = `${folder}/${name}`;
  return page(source, `decisions/${name.replace(/\.md$/, "")}`, titleOf(source));
});

const placed = new Set(sections.flatMap(({ pages }) => pages.map(({ source }) => source)));
const unplaced: Page[] = readdirSync(join(root, "docs"))
  .filter((name) => name.endsWith(".md") && name !== "index.md" && !placed.has(`docs/${name}`))
  .map((name) => guide(name.replace(/\.md$/, ""), titleOf(`docs/${name}`)));

/** Every section there is to see, with the guides that nobody gave a place. */
export const navigation: readonly Section[] = [
  ...sections.map((section) =>
    section.text === "Operate" ? { ...section, pages: [...section.pages, ...unplaced] } : section,
  ),
  {
    text: "Decisions",
    pages: [page(`${folder}/README.md`, "decisions/", "All decisions"), ...decisions],
    collapsed: true,
  },
];

const addresses = new Map(
  navigation.flatMap(({ pages }) => pages.map(({ source, address }) => [source, address])),
);

/** The address of the page that a file is made into, if it is made into one. */
export function addressOf(source: string): string | undefined {
  return source === "docs/index.md" ? "" : addresses.get(source);
}

function titleOf(source: string): string {
  const title = /^# (.+)$/m.exec(readFileSync(join(root, source), "utf8"))?.[1];
  if (!title) throw new Error(`${source} has no title`);
  return title;
}

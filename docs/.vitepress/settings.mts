import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

interface Package {
  repository?: string | { url: string };
}

const { repository: declared } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
) as Package;

/** Where the sources can be looked at: package.json's repository, else the one that CI runs for. */
export const repository = readableUrl(
  (typeof declared === "object" ? declared.url : declared) ??
    process.env.GITHUB_REPOSITORY ??
    "example/jumar",
);

/** Where the site will be: DOCS_URL, else the GitHub pages of the repository. Ends with a slash. */
export const siteUrl = new URL(
  `${(process.env.DOCS_URL || pagesOf(repository)).replace(/\/+$/, "")}/`,
);

function readableUrl(name: string): string {
  const path = name.replace(/^(git\+)?(https|ssh):\/\/(git@)?github\.com\/|^github:/, "");
  return `https://github.com/${path.replace(/\.git$/, "")}`;
}

function pagesOf(url: string): string {
  const [owner = "", name = ""] = new URL(url).pathname.slice(1).split("/");
  const host = `https://${owner.toLowerCase()}.github.io`;
  return name.toLowerCase() === `${owner.toLowerCase()}.github.io` ? host : `${host}/${name}`;
}

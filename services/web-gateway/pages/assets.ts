import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Brand } from "../../../shared/config";
import type { Routes } from "../http/router";
import { createFile, type File, FOREVER, sendFile } from "../http/send-file";
import { brandStyles } from "./brand-styles";
import { logo } from "./logo";

/** The URLs of the files that every page loads; each changes with its content. */
export interface AssetPaths {
  stylesheet: string;
  script: string;
  /** The picture beside the name, and the one on dark pages. */
  icon: string;
  darkIcon: string;
}

const SCRIPTS = ["live-stream", "live-validation", "own-time", "reveal-password", "dismiss"];
const PICTURES = { svg: "image/svg+xml", png: "image/png" };
// Tests run from the sources, but the build makes the stylesheet.
const BUILT = __filename.endsWith(".ts")
  ? join(__dirname, "../../../dist/services/web-gateway/pages")
  : __dirname;

interface Assets {
  paths: AssetPaths;
  routes: Routes;
}
const loaded = new WeakMap<Brand, Assets>();

/** The addresses that pages load from. Throws when the build has not been run. */
export function assetPaths(brand: Brand): AssetPaths {
  return load(brand).paths;
}

/** Serves them compressed, to be cached for ever. */
export function assetRoutes(brand: Brand): Routes {
  return load(brand).routes;
}

function load(brand: Brand): Assets {
  const known = loaded.get(brand);
  if (known) return known;
  const own = { type: "svg", content: logo } as const;
  const { light, dark } = brand.logo ?? { light: own, dark: own };
  const files = {
    stylesheet: served("text/css; charset=utf-8", readStylesheet() + brandStyles(brand), "css"),
    script: served("text/javascript; charset=utf-8", readScripts(), "js"),
    icon: served(PICTURES[light.type], light.content, light.type),
    darkIcon: served(PICTURES[dark.type], dark.content, dark.type),
  };
  const assets = {
    paths: {
      stylesheet: files.stylesheet.path,
      script: files.script.path,
      icon: files.icon.path,
      darkIcon: files.darkIcon.path,
    },
    routes: Object.assign({}, ...Object.values(files).map(({ routes }) => routes)) as Routes,
  };
  loaded.set(brand, assets);
  return assets;
}

/** While two versions run side by side, a page of the other version gets our file, but must not cache it. */
function served(
  type: string,
  content: string | Buffer,
  ending: string,
): { path: string; routes: Routes } {
  const file: File = createFile(type, content);
  const path = `/assets/jumar-${file.hash}.${ending}`;
  return {
    path,
    routes: {
      [`GET ${path}`]: (exchange) => sendFile(exchange, file, FOREVER),
      [`GET /assets/:name.${ending}`]: (exchange) => sendFile(exchange, file, "no-store"),
    },
  };
}

function readStylesheet(): string {
  const path = join(BUILT, "styles/jumar.css");
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(`${path} is missing: run \`npm run build\``, { cause });
  }
}

function readScripts(): string {
  const htmx = readFileSync(require.resolve("htmx.org/dist/htmx.min.js"), "utf8");
  const own = SCRIPTS.map((name) => readFileSync(join(__dirname, `scripts/${name}.js`), "utf8"));
  return [htmx, ...own].join("\n");
}

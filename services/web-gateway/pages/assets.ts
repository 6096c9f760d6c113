import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Routes } from "../http/router";
import { createFile, type File, FOREVER, sendFile } from "../http/send-file";
import { logo } from "./logo";

/** The URLs of the files that every page loads; each changes with its content. */
export interface AssetPaths {
  stylesheet: string;
  script: string;
  icon: string;
}

const SCRIPTS = ["live-stream", "live-validation", "own-time", "reveal-password", "dismiss"];
// Tests run from the sources, but the build makes the stylesheet.
const BUILT = __filename.endsWith(".ts")
  ? join(__dirname, "../../../dist/services/web-gateway/pages")
  : __dirname;

let loaded: { paths: AssetPaths; routes: Routes } | undefined;

/** The addresses that pages load from. Throws when the build has not been run. */
export function assetPaths(): AssetPaths {
  return load().paths;
}

/** Serves them compressed, to be cached for ever. */
export function assetRoutes(): Routes {
  return load().routes;
}

function load(): { paths: AssetPaths; routes: Routes } {
  if (loaded) return loaded;
  const stylesheet = createFile("text/css; charset=utf-8", readStylesheet());
  const script = createFile("text/javascript; charset=utf-8", readScripts());
  const picture = createFile("image/svg+xml", logo);
  loaded = {
    paths: {
      stylesheet: `/assets/jumar-${stylesheet.hash}.css`,
      script: `/assets/jumar-${script.hash}.js`,
      icon: `/assets/jumar-${picture.hash}.svg`,
    },
    routes: {
      ...served(stylesheet, "css"),
      ...served(script, "js"),
      ...served(picture, "svg"),
    },
  };
  return loaded;
}

/** While two versions run side by side, a page of the other version gets our file, but must not cache it. */
function served(file: File, ending: string): Routes {
  return {
    [`GET /assets/jumar-${file.hash}.${ending}`]: (exchange) => sendFile(exchange, file, FOREVER),
    [`GET /assets/:name.${ending}`]: (exchange) => sendFile(exchange, file, "no-store"),
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

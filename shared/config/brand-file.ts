import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Brand, brandSchema, JUMAR, type Logo } from "./brand";
import { ConfigError, type ConfigProblem } from "./config-error";

const VARIABLE = "JUMAR_BRAND_FILE";
/** In bytes. Every page loads it. */
const LARGEST_LOGO = 256 * 1024;

/** The brand in a file, or Jumar's own; throws a ConfigError that names each field that is wrong. */
export function readBrand(file: string | undefined): Brand {
  if (file === undefined) return JUMAR;
  const parsed = brandSchema.safeParse(readJson(file));
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => problem([...issue.path, key], "is not a field of a brand"))
          : [problem(issue.path, issue.message)],
      ),
    );
  }
  const { logo, ...brand } = parsed.data;
  const from = dirname(resolve(file));
  const read = (name: "light" | "dark"): Logo | undefined =>
    logo?.[name] === undefined ? undefined : readLogo(name, resolve(from, logo[name]));
  const light = read("light");
  return { ...JUMAR, ...brand, logo: light && { light, dark: read("dark") ?? light } };
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new ConfigError([{ variable: VARIABLE, problem: "names a file that cannot be read" }]);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError([{ variable: VARIABLE, problem: "names a file that is not JSON" }]);
  }
}

function readLogo(name: "light" | "dark", path: string): Logo {
  const wrong = (what: string) => new ConfigError([problem(["logo", name], what)]);
  const type = path.endsWith(".svg") ? "svg" : path.endsWith(".png") ? "png" : undefined;
  if (!type) throw wrong("must be a file that ends in .svg or .png");
  try {
    const content = readFileSync(path);
    if (content.length <= LARGEST_LOGO) return { type, content };
  } catch {
    throw wrong("names a file that cannot be read");
  }
  throw wrong(`must have at most ${LARGEST_LOGO / 1024} KiB`);
}

function problem(path: readonly PropertyKey[], what: string): ConfigProblem {
  const field = path.map(String).join(".");
  return { variable: VARIABLE, problem: field === "" ? what : `${field}: ${what}` };
}

import { ConfigError } from "../../../shared/config";
import type { Catalogue } from "../../../shared/languages";

/**
 * A catalogue in which some texts, by keys such as `confirmation.subject`, say something else. Throws a
 * ConfigError that names each key that it has no text for.
 */
export function withTexts<C extends Catalogue>(
  catalogue: C,
  language: string,
  texts: Readonly<Record<string, string>> = {},
): C {
  const left = new Map(Object.entries(texts));
  const replaced = replaceIn(catalogue, "", left);
  if (left.size === 0) return replaced as C;
  throw new ConfigError(
    [...left.keys()].map((key) => ({
      variable: "JUMAR_BRAND_FILE",
      problem: `mails.${language}.${key}: is not a text of a mail`,
    })),
  );
}

function replaceIn(catalogue: Catalogue, path: string, left: Map<string, string>): Catalogue {
  const entries = Object.entries(catalogue).map(([name, value]) => {
    const key = path + name;
    if (typeof value !== "string") return [name, replaceIn(value, `${key}.`, left)];
    const other = left.get(key);
    left.delete(key);
    return [name, other ?? value];
  });
  return Object.fromEntries(entries) as Catalogue;
}

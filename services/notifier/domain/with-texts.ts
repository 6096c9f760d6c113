import { ConfigError } from "../../../shared/config";
import type { Catalogue } from "../../../shared/languages";

/**
 * A catalogue in which some texts, by keys such as `confirmation.subject`, say something else. Throws a
 * ConfigError that names each key that it has no text for, and each value that is put into none.
 */
export function withTexts<C extends Catalogue>(
  catalogue: C,
  language: string,
  texts: Readonly<Record<string, string>> = {},
): C {
  const left = new Map(Object.entries(texts));
  const strange: string[] = [];
  const replaced = replaceIn(catalogue, "", left, (key, values) => {
    strange.push(`${key}: has ${values.join(", ")}, for which it has no value`);
  });
  const problems = [
    ...strange,
    ...[...left.keys()].map((key) => `${key}: is not a text of a mail`),
  ];
  if (problems.length === 0) return replaced as C;
  throw new ConfigError(
    problems.map((problem) => ({
      variable: "JUMAR_BRAND_FILE",
      problem: `mails.${language}.${problem}`,
    })),
  );
}

/** What is put into a text: of its forms for numbers the one knows what the other does. */
function valuesIn(catalogue: Catalogue, name: string): Set<string> {
  const forms = [name, name.replace(/_one$/, "_other"), name.replace(/_other$/, "_one")];
  return new Set(forms.flatMap((form) => placesIn(catalogue[form])));
}

function placesIn(text: string | Catalogue | undefined): string[] {
  return typeof text === "string" ? (text.match(/\{\{.*?\}\}/g) ?? []) : [];
}

function replaceIn(
  catalogue: Catalogue,
  path: string,
  left: Map<string, string>,
  onStrange: (key: string, values: string[]) => void,
): Catalogue {
  const entries = Object.entries(catalogue).map(([name, value]) => {
    const key = path + name;
    if (typeof value !== "string") return [name, replaceIn(value, `${key}.`, left, onStrange)];
    const other = left.get(key);
    left.delete(key);
    const known = valuesIn(catalogue, name);
    const strange = placesIn(other).filter((each) => !known.has(each));
    if (strange.length > 0) onStrange(key, strange);
    return [name, other ?? value];
  });
  return Object.fromEntries(entries) as Catalogue;
}

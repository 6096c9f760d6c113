import { readTarget } from "../../http/request-target";

const LONGEST = 1_000;

/** The path on this site that a text names, to go back to; undefined when it leads, or may lead, elsewhere. */
export function returnPath(text: string | undefined): string | undefined {
  if (text === undefined || text.length > LONGEST) return undefined;
  try {
    // Whatever is no plain path in its one spelling is thrown: `//host`, `/\host`, dots, other schemes.
    const { path, search } = readTarget(text);
    return /[^\x21-\x7e]/.test(search) ? undefined : text.slice(0, path.length + 1 + search.length);
  } catch {
    return undefined;
  }
}

import { readPath } from "../../http/request-target";

const LONGEST = 1_000;

/** The path on this site to return to; undefined when the text leads, or may lead, to another site. */
export function returnPath(text: string | undefined): string | undefined {
  if (text === undefined || text.length > LONGEST) return undefined;
  try {
    // Throws for anything but a canonical path: `//host`, `/\host`, dots, other schemes.
    const { path, search } = readPath(text);
    return /[^\x21-\x7e]/.test(search) ? undefined : text.slice(0, path.length + 1 + search.length);
  } catch {
    return undefined;
  }
}

import { foldings } from "./foldings";

/** Shorter ones are parts of ordinary words. */
const SHORTEST_WORD = 4;

/** Whose password it is, and where. */
export interface Surroundings {
  /** Undefined: not known yet. */
  email: string | undefined;
  /** What people know the platform as. */
  name: string;
  publicUrl: string;
}

/** Whether a password has in it what everybody knows of the account and the platform. */
export function hasOwnWord(password: string, surroundings: Surroundings): boolean {
  const texts = foldings(small(password));
  return ownWords(surroundings)
    .flatMap(foldings)
    .some((word) => texts.some((text) => isIn(text, word)));
}

function ownWords({ email = "", name, publicUrl }: Surroundings): string[] {
  const local = email.slice(0, Math.max(0, email.lastIndexOf("@")));
  const { hostname } = new URL(publicUrl);
  const labels = hostname.split(".");
  const words = [
    email,
    local,
    local.split("+", 1)[0] ?? "",
    name,
    "jumar",
    hostname,
    // A top-level domain says nothing of whose it is, and may be a word.
    ...(labels.length > 1 ? labels.slice(0, -1) : labels),
  ];
  return [...new Set(words.map(small))].filter((word) => word.length >= SHORTEST_WORD);
}

function small(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

const MARKS = /[^\p{L}\p{N}]+/gu;

/** A word of several parts is found with anything between them, or nothing. */
function isIn(text: string, word: string): boolean {
  if (text.includes(word)) return true;
  const joined = word.replaceAll(MARKS, "");
  const isOfParts = joined !== word && joined.length >= SHORTEST_WORD;
  return isOfParts && text.replaceAll(MARKS, "").includes(joined);
}

/** A word of letters that somebody is looked for by. */
interface WantedWord {
  text: string;
  /** It need not be among the words there are: nobody keeps the ends of domains. */
  isOptional: boolean;
}

/** What a query asks for. */
export interface Wanted {
  words: WantedWord[];
  /** Rows of digits, which are meant as they stand. */
  numbers: string[];
}

const MOST = 5;
/** The end of a domain, such as `com`, is seldom longer. */
const SHORT_END = 3;

/** The words and numbers of a folded query (`jonh.smith1984 exmaple.com`). */
export function wantedWords(query: string): Wanted {
  const words = query.split(/\s+/).flatMap((piece) => {
    const at = piece.lastIndexOf("@");
    const local = piece.slice(0, Math.max(0, at));
    return [...wordsOf(local), ...wordsOfDomain(piece.slice(at + 1), { isSure: at >= 0 })];
  });
  return {
    words: words.slice(0, MOST),
    numbers: (query.match(/\p{N}{3,}/gu) ?? []).slice(0, MOST),
  };
}

function wordsOf(text: string): WantedWord[] {
  return (text.match(/\p{L}{3,}/gu) ?? []).map((word) => ({ text: word, isOptional: false }));
}

/** Of what is a domain, or may be one, the end is not asked for. */
function wordsOfDomain(text: string, { isSure }: { isSure: boolean }): WantedWord[] {
  const end = text.slice(text.lastIndexOf(".") + 1);
  const words = wordsOf(text);
  if (words.length < 2 || words.at(-1)?.text !== end) return words;
  const isEnd = isSure || Array.from(end).length <= SHORT_END;
  return [...words.slice(0, -1), ...(isEnd ? [] : [{ text: end, isOptional: true }])];
}

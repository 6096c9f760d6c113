import { commonList } from "./common-list";
import { foldings } from "./foldings";
import { withoutRuns } from "./rows";

/** A piece that is repeated is short up to here. */
const SHORT_PIECE = 6;
/** With other characters beside it, a piece that is there twice may be a word, such as "papa". */
const SHORTEST_SERIES = 3;
/** So many characters beside a common password, a common number or runs add little to it. */
const MOST_BESIDE_A_WORD = 8;
const MOST_BESIDE_A_NUMBER = 6;
const MOST_BESIDE_RUNS = 4;

/**
 * Whether a password is among the first that are tried: one of the common ones, doubled, with other signs
 * for letters, with digits and marks around it; a short piece over and over; rows of neighbours.
 */
export function isCommon(password: string): boolean {
  const text = password.normalize("NFKC").toLowerCase();
  return isRuns(text) || isPieces(text) || isListed(text);
}

function isRuns(text: string): boolean {
  const most = Math.min(MOST_BESIDE_RUNS, Math.floor(text.length / 3));
  return withoutRuns(text).length <= most;
}

function isPieces(text: string): boolean {
  const core = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const beside = text.length - core.length;
  return (
    isShortPiece(text, 2) || (beside <= MOST_BESIDE_A_WORD && isShortPiece(core, SHORTEST_SERIES))
  );
}

/** Whether a text is a short piece so often or more; the last may be cut off. */
function isShortPiece(text: string, times: number): boolean {
  for (let length = 1; length <= SHORT_PIECE && length * times <= text.length; length += 1) {
    const piece = text.slice(0, length);
    if (piece.repeat(Math.ceil(text.length / length)).startsWith(text)) return true;
  }
  return false;
}

/** Whether something common is left when some of what is no letter is taken off at either end. */
function isListed(text: string): boolean {
  const piece = pieceOf(text);
  if (piece !== text && isListed(piece)) return true;
  const first = text.search(/\p{L}/u);
  const most = first === -1 ? MOST_BESIDE_A_NUMBER : MOST_BESIDE_A_WORD;
  const starts = weigh(first === -1 ? text.length : first, (length) => text.slice(0, length));
  const marks = /[^\p{L}]*$/u.exec(text)?.[0].length ?? 0;
  const ends = weigh(marks, (length) => text.slice(text.length - length));
  return starts.some((before) =>
    ends
      .filter((after) => before.weight + after.weight <= most)
      .some((after) => isEntry(text.slice(before.length, text.length - after.length))),
  );
}

/** How much each part of up to so many characters says, runs being worth nothing. */
function weigh(
  most: number,
  partOf: (length: number) => string,
): { length: number; weight: number }[] {
  return Array.from({ length: most + 1 }, (_, length) => ({
    length,
    weight: withoutRuns(partOf(length)).length,
  }));
}

function isEntry(text: string): boolean {
  return foldings(text).some((word) => commonList().has(word) || commonList().has(pieceOf(word)));
}

/** What a text is twice or more, also with something between that is neither letter nor digit; else the text. */
function pieceOf(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const piece = text.slice(0, length);
    if (text.length % length === 0 && piece.repeat(text.length / length) === text) return piece;
  }
  const [first = "", ...others] = text.split(/[^\p{L}\p{N}]+/u);
  const isSame = first !== "" && others.length > 0 && others.every((other) => other === first);
  return isSame ? first : text;
}

/** Characters in the order of the alphabet, of numbers and of keyboards, along rows and down columns. */
const ROWS = [
  "abcdefghijklmnopqrstuvwxyz", "0123456789", "1234567890", "!@#$%^&*()_+", '!"§$%&/()=?',
  "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertzuiopü+", "asdfghjklöä#", "yxcvbnm,.-",
  "azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm",
] as const; // prettier-ignore

const PATHS = ROWS.flatMap((row) => [row, row.split("").toReversed().join("")]);

/** Fewer in a row happen in words. */
const SHORTEST_RUN = 3;

/** What is left of a text in small letters without its runs: one character over and over, or neighbours in a row. */
export function withoutRuns(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length;) {
    const length = runAt(text, at);
    if (length < SHORTEST_RUN) rest += text.charAt(at);
    at += length < SHORTEST_RUN ? 1 : length;
  }
  return rest;
}

function runAt(text: string, start: number): number {
  const first = text.charAt(start);
  let longest = commonLength(text, start, first.repeat(text.length - start), 0);
  for (const path of PATHS) {
    const at = path.indexOf(first);
    if (at !== -1) longest = Math.max(longest, commonLength(text, start, path, at));
  }
  return longest;
}

function commonLength(one: string, from: number, other: string, otherFrom: number): number {
  let length = 0;
  while (
    from + length < one.length &&
    otherFrom + length < other.length &&
    one.charAt(from + length) === other.charAt(otherFrom + length)
  ) {
    length += 1;
  }
  return length;
}

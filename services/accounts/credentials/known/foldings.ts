/** Digits and marks that stand for letters. */
const LETTERS: Readonly<Record<string, string>> = {
  "0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
  "@": "a", "$": "s", "€": "e", "+": "t", "(": "c",
}; // prettier-ignore

/** These stand for either. */
const EITHER = ["i", "l"] as const;

/** A text in small letters: as it is, and with letters in place of what stands for them. */
export function foldings(text: string): string[] {
  const folded = EITHER.map((letter) =>
    text
      .replaceAll(/[1!|]/g, letter)
      .replaceAll(/[0345789@$€+(]/g, (sign) => LETTERS[sign] ?? sign),
  );
  return [...new Set([text, ...folded])];
}

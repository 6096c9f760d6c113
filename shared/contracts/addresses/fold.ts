/**
 * Text without the differences of case and compatibility: NFKC and simple case folding, by which both
 * small sigmas are one letter and ß is not ss. Folded once more it stays as it is.
 */
export function foldCase(text: string): string {
  let folded = text;
  for (;;) {
    const next = Array.from(folded.normalize("NFKC"), foldCharacter).join("").normalize("NFKC");
    // What folds to several characters may compose anew; never more than a few times.
    if (next === folded) return folded;
    folded = next;
  }
}

/** The i without a dot is a letter of its own although its capital is the I of everybody. */
const WITHOUT_DOT = "ı";

function foldCharacter(character: string): string {
  if (character === WITHOUT_DOT) return character;
  const capital = character.toUpperCase();
  return isOne(capital) ? capital.toLowerCase() : character.toLowerCase();
}

function isOne(text: string): boolean {
  return Array.from(text).length === 1;
}

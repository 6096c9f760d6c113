/** The name that a typed text is a slip of the keys away from; undefined when none is near enough. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  let best: { name: string; apart: number } | undefined;
  for (const name of names) {
    const apart = distance(typed.toLowerCase(), name.toLowerCase());
    // A third of the letters: what is shorter than three is nobody's slip.
    if (apart <= name.replace(/^-+/, "").length / 3 && apart < (best?.apart ?? Infinity))
      best = { name, apart };
  }
  return best?.name;
}

/** How many letters have to be typed, left out, replaced or swapped with the next to make one of the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const ways = [
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? Infinity) + 1 : Infinity,
      ];
      row.push(Math.min(...ways));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

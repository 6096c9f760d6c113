/** How many digits of a hash name its range. */
export const PREFIX_LENGTH = 5;

const LINE = /^([0-9A-F]{35}):(\d+)$/i;

/**
 * Whether a range has the rest of a hash. Its lines are `REST:COUNT`; a count of 0 is padding. Throws when a
 * line is of another form.
 */
export function hasRest(range: string, rest: string): boolean {
  let isThere = false;
  for (const line of range.split(/\r?\n/)) {
    if (line === "") continue;
    const [, found = "", count = ""] = LINE.exec(line) ?? [];
    if (found === "") throw new Error("a line of a range is not of its form");
    if (found.toUpperCase() === rest && Number(count) > 0) isThere = true;
  }
  return isThere;
}

import { Errors, Flags } from "@oclif/core";

const AGO = /^(\d{1,6})([smhd])$/;
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };
const DAY_OR_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** A flag for a moment: a time, a day (in UTC), or how long ago, e.g. `90m`. */
export const timeFlag = Flags.custom({
  helpValue: "TIME",
  parse: async (text) => parseTime(text),
});

/** RFC 3339 in UTC for what people write; throws what oclif words as wrong usage of a flag. */
function parseTime(text: string): string {
  const ago = AGO.exec(text);
  if (ago) {
    const seconds = Number(ago[1]) * SECONDS[ago[2] as keyof typeof SECONDS];
    return new Date(Date.now() - seconds * 1000).toISOString();
  }
  const time = DAY_OR_TIME.test(text) ? new Date(text) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new Errors.CLIError(
    "must be a time such as 2026-03-01T12:00:00Z, a day such as 2026-03-01, or how long ago such as 90m or 7d",
  );
}

/** A time as tables show it: to the second, in UTC. */
export function shortTime(time: string): string {
  return time.slice(0, 19).replace("T", " ");
}

import { paint } from "./colours";

/** One line of what went wrong, on stderr. */
export function say(reason: string): void {
  process.stderr.write(`${paint("red", "jumar:", process.stderr)} ${reason}\n`);
}

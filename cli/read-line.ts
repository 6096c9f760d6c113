import { buffer } from "node:stream/consumers";
import { CommandError } from "./command-error";

/** The one line of stdin, without its line break. Throws a CommandError when it is several, or no UTF-8. */
export async function readLine(what: string): Promise<string> {
  const line = decode(await buffer(process.stdin), what).replace(/\r?\n$/, "");
  if (/[\r\n]/.test(line)) throw new CommandError(`${what} on stdin has several lines`);
  return line;
}

function decode(bytes: Buffer, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError(`${what} on stdin is not UTF-8`);
  }
}

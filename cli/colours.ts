import type { WriteStream } from "node:tty";
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in a style, where the stream is a terminal that wants colours (https://no-color.org). */
export function paint(
  style: Style,
  text: string,
  stream: Partial<WriteStream> = process.stdout,
): string {
  return wantsColours(stream) ? styleText(style, text, { validateStream: false }) : text;
}

function wantsColours(stream: Partial<WriteStream>): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

import type { WriteStream } from "node:tty";
import { paint } from "./colours";

const WIDTH = 30;
const REDRAW_AFTER = 80;

export interface Progress {
  update(done: number): void;
  /** Takes the bar away again. */
  end(): void;
}

/** A bar that begins when its total is known, which is at its first update. */
export function startProgressLater(what: string) {
  let bar: Progress | undefined;
  return {
    update: (done: number, total: number): void => {
      bar ??= startProgress(total, what);
      bar.update(done);
    },
    end: (): void => bar?.end(),
  };
}

/** A progress bar on stderr; nothing where that is no terminal, or of nothing. */
export function startProgress(
  total: number,
  what: string,
  stream: Pick<WriteStream, "isTTY" | "write"> = process.stderr,
): Progress {
  if (!stream.isTTY || total === 0) return { update: () => undefined, end: () => undefined };
  const startedAt = performance.now();
  let drawnAt = -REDRAW_AFTER;
  return {
    update(done) {
      const now = performance.now();
      if (now - drawnAt < REDRAW_AFTER && done < total) return;
      drawnAt = now;
      // The total may have been an estimate.
      const all = Math.max(total, done);
      const filled = Math.round((WIDTH * done) / all);
      const bar =
        paint("green", "█".repeat(filled), stream) +
        paint("dim", "░".repeat(WIDTH - filled), stream);
      const seconds = (now - startedAt) / 1000;
      const left =
        done > 0 && done < total ? `  ${Math.ceil((seconds / done) * (total - done))} s left` : "";
      stream.write(`\r  ${bar}  ${format(done)} of ${format(all)} ${what}${left}\u001b[K`);
    },
    end() {
      stream.write("\r\u001b[K");
    },
  };
}

/** How many of something there are, e.g. `1 event` or `2,000 events`. */
export function countOf(count: number, what: string): string {
  return `${format(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** A number with its thousands apart. */
export function format(number: number): string {
  return number.toLocaleString("en");
}

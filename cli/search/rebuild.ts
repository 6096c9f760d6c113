import type { Calls } from "../../shared/service";
import type { Interrupt } from "../interrupt";
import { OPERATOR } from "../operate";

export interface Rebuilt {
  from: "users" | "events";
  /** How many users or events were read. */
  read: number;
  /** How many documents were not as they should be. */
  changed: number;
}

/** Has search put its documents right, batch by batch, to the end. */
export async function rebuildIndex(
  search: Calls["search"],
  from: Rebuilt["from"],
  options: { interrupt: Interrupt; onProgress: (read: number) => void },
): Promise<Rebuilt> {
  const done: Rebuilt = { from, read: 0, changed: 0 };
  let cursor: string | null | undefined;
  do {
    options.interrupt.check();
    const { read, changed, next_cursor } = await search.rebuild(
      { from, ...(cursor ? { cursor } : {}) },
      OPERATOR,
    );
    done.read += read;
    done.changed += changed;
    cursor = next_cursor;
    options.onProgress(done.read);
  } while (cursor !== null);
  return done;
}

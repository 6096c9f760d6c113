import type { Database } from "../connect";
import type { Engine } from "../engine";
import { readBuilding, readHolders } from "./postgresql";

/** In ms. What takes less is not worth a line; then one in a while. */
const FIRST_LOOK = 2_000;
const INTERVAL = 500;
const BETWEEN_LINES = 10_000;

export interface SchemaWatch {
  /** Who holds the lock that is waited for, as the end of a sentence; empty where nobody knows. */
  holders(): string;
  /** Says what is waited for, unless something was said a moment ago. */
  sayBlocked(): void;
  /** From now on another step is under way. */
  begin(step: string): void;
  stop(): Promise<void>;
}

/**
 * Looks, on PostgreSQL, at what the connection that changes the schema is doing, and says how far an index
 * is built. A look that fails says nothing.
 */
export function watchSchema(
  db: Database,
  engine: Engine,
  onNotice: (line: string) => void,
): SchemaWatch {
  let step = "";
  let holders = "";
  let saidAt = -Infinity;
  let beganAt = performance.now();
  let looking: Promise<void> | undefined;

  const say = (line: string): void => {
    if (performance.now() - saidAt < BETWEEN_LINES) return;
    saidAt = performance.now();
    onNotice(`${step}: ${line}`);
  };
  const look = async (): Promise<void> => {
    holders = (await readHolders(db)) || holders;
    if (performance.now() - beganAt < FIRST_LOOK) return;
    const building = await readBuilding(db);
    if (building !== undefined) say(building + (await readHolders(db)));
  };
  const lookOnce = (): void => {
    looking ??= look()
      .catch(ignore)
      .finally(() => {
        looking = undefined;
      });
  };
  const timer = engine === "postgresql" ? setInterval(lookOnce, INTERVAL) : undefined;

  return {
    holders: () => holders,
    sayBlocked() {
      say(`waits for a lock${holders}; requests go on meanwhile`);
    },
    begin(next) {
      step = next;
      holders = "";
      saidAt = -Infinity;
      beganAt = performance.now();
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

function ignore(): void {
  return;
}

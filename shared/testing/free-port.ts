import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below those that Linux and macOS give to whoever asks for any port, so nobody gets it by chance. */
const FIRST = 10_000;
const LAST = 32_767;
const TRIES = 100;

/** A port that is free now, for a program that has to be told one; where it can choose, tell it 0. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${TRIES} ports of 127.0.0.1 was free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

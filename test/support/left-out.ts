import { appendFileSync } from "node:fs";

/**
 * Notes that a real part (a broker, a browser) is absent, so that what needs it was left out; the
 * test run names it at its end. With CI=true it throws instead: there, nothing may be left out.
 */
export function leftOut(part: string, reason: string): void {
  const line = `${part}: ${reason}`.replace(/\s+/g, " ");
  if (process.env.CI === "true") throw new Error(`left out although CI=true: ${line}`);
  const file = process.env.TEST_LEFT_OUT;
  if (file) appendFileSync(file, `${line}\n`);
  else process.stderr.write(`left out: ${line}\n`);
}

/**
 * Tests that need a real part. `absent` says why it is not there: then they are skipped, and the run names
 * them at its end; with CI=true that is a failure.
 */
export function withPart(what: string, absent: string | undefined, tests: () => void): void {
  describe(what, () => {
    if (absent === undefined) {
      tests();
      return;
    }
    // A block without a test fails in Jest; this one shows as skipped, and `leftOut` has the run name it.
    it.skip(`needs a part that is absent: ${absent}`, () => undefined);
    leftOut(what, absent);
  });
}

import { type Loop, startLoop } from "../../../shared/background";
import type { AccountsDeps } from "../deps";
import { openSeed } from "./seeds";
import { findSeedsBehind, replaceSeed } from "./store/factors";

const EVERY = 10 * 60_000;
const AT_ONCE = 500;

/**
 * Seals the seeds that rest under the secret before under the one of now, while both are accepted: what is
 * left under a secret that nobody has any more is lost.
 */
export function resealSeeds({
  db,
  signer,
  log,
}: Pick<AccountsDeps, "db" | "signer" | "log">): Loop {
  let after: string | undefined;
  return startLoop({
    name: "seeds under the secret before",
    interval: EVERY,
    log,
    async work() {
      const seeds = await findSeedsBehind(db, after, AT_ONCE);
      let count = 0;
      for (const factor of seeds) {
        const { sealedAnew } = openSeed(signer, factor) ?? {};
        if (sealedAnew && (await replaceSeed(db, factor, sealedAnew))) count += 1;
      }
      if (count > 0) log.info({ count }, "sealed seeds under the new secret");
      after = seeds.length === AT_ONCE ? seeds.at(-1)?.id : undefined;
      return after !== undefined;
    },
  });
}

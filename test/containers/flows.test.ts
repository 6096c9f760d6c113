import { randomBytes } from "node:crypto";
import { imagesOf, type JumarOptions } from "../../shared/testing";
import { startContainers } from "../../shared/testing/containers/start-containers";
import { type Keeper, startKeeper } from "../../shared/testing/keeper";
import { accountFlow } from "../flows/account-flow";
import { adminFlow } from "../flows/admin-flow";
import { mainFlow } from "../flows/main-flow";
import { repeatFlow } from "../flows/repeat-flow";
import { secretsFlow } from "../flows/secrets-flow";
import { streamFlow } from "../flows/stream-flow";
import { startFleet } from "../support/fleet";
import { startKitTarget } from "../support/kit-target";
import type { Target } from "../support/target";

const WITHIN = 300_000;
const containers: JumarOptions = { mode: "containers", startWithin: WITHIN };

/** The flows of every other target, once more. */
function flows(target: () => Target): void {
  mainFlow(target);
  accountFlow(target);
  repeatFlow(target);
  adminFlow(target);
  secretsFlow(target);
  streamFlow(target);
}

describe("one process on containers, started by the test kit", () => {
  let target: Target;
  beforeAll(async () => {
    target = await startKitTarget(containers);
  }, WITHIN);
  afterAll(async () => {
    await target.stop();
  }, 60_000);

  flows(() => target);
});

describe("a lean fleet on containers", () => {
  let keeper: Keeper;
  let fleet: Target;
  beforeAll(async () => {
    keeper = startKeeper();
    const label = randomBytes(8).toString("hex");
    const places = await startContainers({ images: imagesOf({}), label, within: WITHIN, keeper });
    fleet = await startFleet({ topology: "lean", ...places });
  }, WITHIN);
  afterAll(async () => {
    await fleet.stop();
    await keeper.removeAll();
  }, 60_000);

  flows(() => fleet);
});

import { type Fleet, startFleet } from "../support/fleet";
import { withRealParts } from "../support/real-parts";
import { accountFlow } from "./account-flow";
import { adminFlow } from "./admin-flow";
import { mainFlow } from "./main-flow";
import { repeatFlow } from "./repeat-flow";
import { secretsFlow } from "./secrets-flow";
import { streamFlow } from "./stream-flow";

/** The recommended fleet, as proof of the distributed path; the split one is among the faults. */
withRealParts("flows on RabbitMQ: the lean fleet", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ topology: "lean" });
  });
  afterAll(async () => {
    await fleet.stop();
  });

  mainFlow(() => fleet);
  accountFlow(() => fleet);
  repeatFlow(() => fleet);
  adminFlow(() => fleet);
  secretsFlow(() => fleet);
  streamFlow(() => fleet);
});

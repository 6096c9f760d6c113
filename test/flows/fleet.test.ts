import { startFleet, type Fleet, type Topology } from "../support/fleet";
import { withRealParts } from "../support/real-parts";
import { accountFlow } from "./account-flow";
import { adminFlow } from "./admin-flow";
import { mainFlow } from "./main-flow";
import { repeatFlow } from "./repeat-flow";
import { secretsFlow } from "./secrets-flow";
import { streamFlow } from "./stream-flow";

withRealParts("flows on RabbitMQ", () => {
  describe.each<Topology>(["lean", "split"])("the %s fleet", (topology) => {
    let fleet: Fleet;
    beforeAll(async () => {
      fleet = await startFleet({ topology });
    }, 120_000);
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
});

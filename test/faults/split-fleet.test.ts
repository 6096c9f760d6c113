import { accountFlow } from "../flows/account-flow";
import { adminFlow } from "../flows/admin-flow";
import { mainFlow } from "../flows/main-flow";
import { repeatFlow } from "../flows/repeat-flow";
import { secretsFlow } from "../flows/secrets-flow";
import { streamFlow } from "../flows/stream-flow";
import { registrationTrace } from "../observability/registration-trace";
import { type Fleet, startFleet } from "../support/fleet";
import { type Collector, startCollector } from "../support/otlp-collector";
import { withRealParts } from "../support/real-parts";

withRealParts("each service in a process of its own, on RabbitMQ", () => {
  let collector: Collector;
  let fleet: Fleet;
  beforeAll(async () => {
    collector = await startCollector();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/` };
    fleet = await startFleet({ topology: "split", env });
  });
  afterAll(async () => {
    await fleet.stop();
    await collector.close();
  });

  describe("the trace of a registration", () => {
    registrationTrace(() => ({ target: fleet, collector, isSplit: true }));
  });
  mainFlow(() => fleet);
  accountFlow(() => fleet);
  repeatFlow(() => fleet);
  adminFlow(() => fleet);
  secretsFlow(() => fleet);
  streamFlow(() => fleet);
});

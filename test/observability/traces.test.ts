import { startFleet, type Fleet } from "../support/fleet";
import { startCollector, type Collector } from "../support/otlp-collector";
import { withRealParts } from "../support/real-parts";
import { startEmbeddedTarget, type EmbeddedTarget } from "../support/target";
import { registrationTrace } from "./registration-trace";

describe("traces of the embedded platform", () => {
  let collector: Collector;
  let target: EmbeddedTarget;
  beforeAll(async () => {
    collector = await startCollector();
    target = await startEmbeddedTarget({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
  }, 60_000);
  afterAll(async () => {
    await target.stop();
    await collector.close();
  });

  registrationTrace(() => ({ target, collector, isSplit: false }));
});

withRealParts("traces of a split fleet on RabbitMQ", () => {
  let collector: Collector;
  let fleet: Fleet;
  beforeAll(async () => {
    collector = await startCollector();
    fleet = await startFleet({
      topology: "split",
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/` },
    });
  }, 120_000);
  afterAll(async () => {
    await fleet.stop();
    await collector.close();
  }, 60_000);

  registrationTrace(() => ({ target: fleet, collector, isSplit: true }));
});

describe("a collector that is away", () => {
  it("hurts nobody: requests are answered, and stopping does not wait for it", async () => {
    const target = await startEmbeddedTarget({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
      LOG_LEVEL: "info",
    });
    const { status } = await target
      .client()
      .post("/api/v1/users", { email: "alone@example.com", password: "a password of mine" });
    expect(status).toBe(201);
    const since = performance.now();
    await target.stop();
    expect(performance.now() - since).toBeLessThan(10_000);
  }, 60_000);
});

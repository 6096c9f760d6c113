import { type Collector, startCollector } from "../support/otlp-collector";
import { type ProcessTarget, startTarget } from "../support/target";
import { registrationTrace } from "./registration-trace";

describe("traces of the embedded platform", () => {
  let collector: Collector;
  let target: ProcessTarget;
  beforeAll(async () => {
    collector = await startCollector();
    target = await startTarget({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
  });
  afterAll(async () => {
    await target.stop();
    await collector.close();
  });

  registrationTrace(() => ({ target, collector, isSplit: false }));
});

describe("a collector that is away", () => {
  it("hurts nobody: requests are answered, and stopping does not wait for it", async () => {
    const target = await startTarget({
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
  });
});

import { inspect } from "node:util";
import { context, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { pino } from "pino";
import { AppError } from "../../../shared/errors";
import {
  createLogger,
  inSpan,
  type Logger,
  onReport,
  outsideTraces,
  processMetrics,
  type Report,
  report,
  startSpan,
  withinTrace,
} from "../../../shared/observability";
import { traceWith } from "../../../shared/observability/tracing";

/** A logger as ours is, whose lines are kept. */
function keepingLogger(): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ level: "trace", pretty: false });
  const stream = { write: (line: string) => void lines.push(JSON.parse(line) as never) };
  return { log: Object.assign(log, { [pino.symbols.streamSym]: stream }), lines };
}

async function reported(): Promise<number> {
  const metric = await processMetrics.getSingleMetric("jumar_reports_total")!.get();
  return metric.values[0]!.value;
}

describe("what is reported", () => {
  it("is logged with its type, message, frames and metadata, and counted", async () => {
    const { log, lines } = keepingLogger();
    const before = await reported();
    report(log, new TypeError("is no number"), { action: "accounts.register", password: "x" });
    const [line] = lines;
    expect(line).toMatchObject({
      level: "error",
      msg: "is no number",
      action: "accounts.register",
      err: { type: "TypeError", message: "is no number" },
    });
    expect((line!.err as { stack: string }).stack).toContain("report.test");
    expect(line).not.toHaveProperty("password");
    expect(line).not.toHaveProperty("trace_id");
    expect(await reported()).toBe(before + 1);
  });

  it("is an error of its own where it is a text", () => {
    const { log, lines } = keepingLogger();
    report(log, "something went wrong");
    expect(lines[0]).toMatchObject({
      msg: "something went wrong",
      err: { type: "Error", message: "something went wrong" },
    });
  });

  it("is called by the message of the metadata, where there is one", () => {
    const { log, lines } = keepingLogger();
    report(log, new Error("inner"), { message: "what it means" });
    expect(lines[0]).toMatchObject({ msg: "what it means", err: { message: "inner" } });
  });
});

describe("whoever listens to reports", () => {
  const ended: (() => void)[] = [];
  afterEach(() => {
    for (const end of ended.splice(0)) end();
  });
  const listen = (listener: (told: Report) => unknown): (() => void) => {
    const end = onReport(listener);
    ended.push(end);
    return end;
  };

  it("is told of the error and its frames, and of no more than a log line may carry", () => {
    const { log } = keepingLogger();
    const told: Report[] = [];
    listen((report) => told.push(report));
    const cause = Object.assign(new Error("inner"), { code: "23505", detail: "ada@example.com" });
    const error = Object.assign(new RangeError("outer", { cause }), { parameters: ["secret"] });
    report(log, error, { action: "accounts.register", password: "x", message: "what it means" });
    expect(told).toHaveLength(1);
    const [{ error: copy, message, metadata }] = told as [Report];
    expect({ message, metadata }).toEqual({
      message: "what it means",
      metadata: { action: "accounts.register" },
    });
    expect(copy).toBeInstanceOf(Error);
    expect(copy.name).toBe("RangeError");
    expect(copy.stack).toMatch(/^RangeError: outer\n {4}at .*report\.test/);
    expect(copy.cause).toMatchObject({ message: "inner", code: "23505" });
    expect(inspect(copy)).not.toMatch(/secret|ada@example/);
  });

  it("is told until they end it, each on its own", () => {
    const { log } = keepingLogger();
    const told: string[] = [];
    const listener = ({ message }: Report): unknown => told.push(message);
    const end = listen(listener);
    listen(listener);
    report(log, "one");
    end();
    report(log, "two");
    expect(told).toEqual(["one", "one", "two"]);
  });

  it.each([
    [
      "throws",
      (): never => {
        throw new Error("no Sentry");
      },
    ],
    ["rejects", (): Promise<never> => Promise.reject(new Error("no Sentry"))],
  ])("changes nothing when it %s", async (_, listener) => {
    const { log, lines } = keepingLogger();
    const told: string[] = [];
    listen(listener);
    listen(({ message }) => told.push(message));
    report(log, "something went wrong");
    await new Promise(setImmediate);
    expect(told).toEqual(["something went wrong"]);
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ["error", "something went wrong"],
      ["warn", "a listener to reports failed"],
    ]);
  });
});

it("what is reported with a stack is logged with that one", () => {
  const { log, lines } = keepingLogger();
  const error = new TypeError("is no number");
  const own = error.stack;
  report(log, error, {}, "TypeError: is no number\n    at elsewhere (file.ts:1:1)");
  expect(lines[0]!.err).toMatchObject({
    type: "TypeError",
    stack: "    at elsewhere (file.ts:1:1)",
  });
  expect(error.stack).toBe(own);
});

describe("while something is traced", () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  beforeAll(() => {
    provider.register();
    traceWith(provider.getTracer("test"));
  });
  afterAll(async () => {
    traceWith(undefined);
    await provider.shutdown();
    context.disable();
    trace.disable();
  });

  it("what is reported is in its trace, and the log names that", async () => {
    const { log, lines } = keepingLogger();
    const work = async (): Promise<void> => {
      report(log, new TypeError("is no number"));
      await outsideTraces(() => withinTrace("a poll", {}, () => Promise.resolve()));
      await withinTrace("a part", {}, () => Promise.resolve());
      throw Object.assign(new Error("to ada@example.com"), { code: "EENVELOPE" });
    };
    await expect(inSpan("work", { kind: "server" }, work)).rejects.toThrow("ada");
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ name }) => name)).toEqual(["a part", "work"]);
    const [part, whole] = spans as [ReadableSpan, ReadableSpan];
    const { traceId, spanId } = whole.spanContext();
    expect(part.parentSpanContext?.spanId).toBe(spanId);
    expect(lines[0]).toMatchObject({ trace_id: traceId, span_id: spanId });
    expect(whole.attributes).toEqual({ "error.type": "EENVELOPE" });
    expect(whole.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(whole.events.map(({ attributes }) => attributes)).toMatchObject([
      { "exception.type": "TypeError", "exception.message": "is no number" },
    ]);
  });

  it("what a client is to blame for is no failure of ours", async () => {
    const refused = Promise.reject(new AppError("not_found"));
    await expect(inSpan("refusal", {}, () => refused)).rejects.toThrow();
    const span = exporter.getFinishedSpans().at(-1)!;
    expect(span.attributes).toEqual({ "error.type": "not_found" });
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
  });

  it.each([
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
  ])("goes on with %s", (from) => {
    const span = startSpan("arrived", { from, arrived: true })!;
    expect(span.traceparent.slice(0, 36)).toBe(from.slice(0, 36));
    expect(span.traceparent.slice(-2)).toBe(from.slice(-2));
    span.end();
  });

  it.each(["", "00-0-0-0", `00-${"0".repeat(32)}-b7ad6b7169203331-01`])(
    "begins anew where %p is no span",
    (from) => {
      const span = startSpan("arrived", { from, arrived: true })!;
      expect(span.traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      span.end();
    },
  );
});

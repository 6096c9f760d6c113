import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A span as it was received. */
export interface CollectedSpan {
  process: string;
  name: string;
  traceId: string;
  spanId: string;
  /** Empty: the first of its trace. */
  parentId: string;
  kind: string;
  attributes: Record<string, unknown>;
  exceptions: Record<string, unknown>[];
}

export interface Collector {
  endpoint: string;
  spans(): readonly CollectedSpan[];
  /** Everything as it came. */
  text(): string;
  close(): Promise<void>;
}

const KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"];

/** Receives traces over OTLP/HTTP in JSON, as a collector does. */
export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  let text = "";
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      text += body;
      if (request.url === "/v1/traces") spans.push(...read(JSON.parse(body) as Export));
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => spans,
    text: () => text,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}
interface Export {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        name: string;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        kind: number;
        attributes: Attribute[];
        events?: { name: string; attributes: Attribute[] }[];
      }[];
    }[];
  }[];
}

function read({ resourceSpans }: Export): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({
        process: String(valuesOf(resource.attributes)["service.name"]),
        name: span.name,
        traceId: span.traceId,
        spanId: span.spanId,
        parentId: span.parentSpanId ?? "",
        kind: KINDS[span.kind] ?? "unknown",
        attributes: valuesOf(span.attributes),
        exceptions: (span.events ?? []).map(({ attributes }) => valuesOf(attributes)),
      })),
  );
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

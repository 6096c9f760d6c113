import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { collectDefaultMetrics, Registry } from "prom-client";
import { hostProblem } from "../config";
import { processMetrics } from "./metrics";

export interface OpsServer {
  port: number;
  /** Shown beside what the process counts by itself; others may be added. */
  registries: [Registry, ...Registry[]];
  close(): Promise<void>;
}

/** In ms: so often the lag of the event loop is looked at. Each look wakes the process; no lag shows as less. */
const LAG_PRECISION = 200;

/**
 * The operator's port of a process: `/health/live`, `/health/ready` and `/metrics`. `ready` resolves
 * with what is missing; nothing missing is ready. When the port is busy and `mayMove`, the next ones are tried.
 */
export async function startOpsServer(options: {
  host: string;
  port: number;
  mayMove: boolean;
  ready: () => Promise<string[]>;
}): Promise<OpsServer> {
  const metrics = new Registry();
  const registries: OpsServer["registries"] = [metrics];
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: LAG_PRECISION });
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = "text/plain; charset=utf-8") => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    };
    const route = async () => {
      if (request.method !== "GET" && request.method !== "HEAD")
        return answer(405, "method not allowed\n");
      switch (request.url?.split("?")[0]) {
        case "/health/live":
          return answer(200, "ok\n");
        case "/health/ready": {
          const missing = await options.ready();
          return missing.length === 0
            ? answer(200, "ok\n")
            : answer(503, `${missing.join("\n")}\n`);
        }
        case "/metrics":
          return answer(200, await textOf([processMetrics, ...registries]), metrics.contentType);
        default:
          return answer(404, "not found\n");
      }
    };
    route().catch(() => {
      if (!response.headersSent) answer(500, "failed\n");
    });
  });
  server.requestTimeout = 10_000;

  for (let port = options.port, tries = 0; ; port += 1, tries += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, options.host, () => {
          server.off("error", reject);
          resolve();
        });
      });
      break;
    } catch (error) {
      const busy = (error as { code?: string }).code === "EADDRINUSE";
      if (!busy || !options.mayMove || tries === 50) throw hostProblem(error) ?? error;
    }
  }
  return {
    port: (server.address() as AddressInfo).port,
    registries,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(registries: readonly Registry[]): Promise<string> {
  const texts = await Promise.all(registries.map((registry) => registry.metrics()));
  return texts.map((text) => text.trimEnd() + "\n").join("");
}

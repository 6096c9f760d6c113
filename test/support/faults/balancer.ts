import { Agent, request } from "node:http";

/** A client's way to several gateways, as a load balancer goes it. */
export interface Balancer {
  /** Sends a request to the next gateway that is ready; status 0 when it failed. */
  send(method: string, path: string, body?: unknown, cookie?: string): Promise<Sent>;
  /** Gateways that are taken for ready now. */
  ready(): string[];
  close(): void;
}

export interface Sent {
  status: number;
  body: string;
  cookies: string[];
  error?: string;
}

const LOOK_EVERY = 100;

/**
 * Goes round the gateways that answer `/health/ready`, over kept-alive connections of Node's own
 * agent, which honours `Connection: close`. It retries nothing: a failed request is the platform's.
 */
export function createBalancer(urls: readonly string[]): Balancer {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const isReady = new Map(urls.map((url) => [url, false]));
  let turn = 0;

  const look = async (url: string): Promise<void> => {
    const { status } = await exchange(agent, url, { method: "GET", path: "/health/ready" });
    isReady.set(url, status === 200);
  };
  for (const url of urls) void look(url);
  const looking = setInterval(() => {
    for (const url of urls) void look(url);
  }, LOOK_EVERY);

  const ready = (): string[] => urls.filter((url) => isReady.get(url));
  return {
    ready,
    async send(method, path, body, cookie) {
      const open = ready();
      const url = open[turn++ % open.length];
      if (url === undefined) return { status: 0, body: "", cookies: [], error: "nobody is ready" };
      const content = body === undefined ? undefined : JSON.stringify(body);
      return await exchange(agent, url, { method, path, content, cookie });
    },
    close() {
      clearInterval(looking);
      agent.destroy();
    },
  };
}

async function exchange(
  agent: Agent,
  url: string,
  asked: {
    method: string;
    path: string;
    content?: string | undefined;
    cookie?: string | undefined;
  },
): Promise<Sent> {
  const { method, path, content, cookie } = asked;
  return await new Promise((resolve) => {
    const failed = (error: Error): void =>
      resolve({
        status: 0,
        body: "",
        cookies: [],
        error: `${url} ${method} ${path}: ${error.message}`,
      });
    const headers = {
      ...(method === "GET" ? {} : { "sec-fetch-site": "same-origin" }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(content === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(content) }),
    };
    const sent = request(new URL(path, url), { method, agent, headers, timeout: 20_000 });
    sent.on("timeout", () => sent.destroy(new Error("no answer in 20 s")));
    sent.on("error", failed);
    sent.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.on("error", failed);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          body,
          cookies: response.headers["set-cookie"] ?? [],
        }),
      );
    });
    sent.end(content);
  });
}

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { IncomingMessage } from "node:http";
import { serviceNames } from "../../services/load";
import { createAddressReader } from "../../services/web-gateway/http/client-address";
import { MAX_CONNECTIONS } from "../../services/web-gateway/http/door";
import { STREAM_LIMITS } from "../../services/web-gateway/live/streams";
import { loadConfig } from "../../shared/config";
import { variables } from "../../shared/config/variables";
import { faultOfJumar } from "../docs/blocks/commands";
import { parseToml } from "../support/deploy/toml";

const folder = join(__dirname, "../../deploy");

/** As much of fly.toml as is looked at here. */
interface App {
  app: string;
  primary_region: string;
  kill_signal: string;
  kill_timeout: number;
  build: { dockerfile: string };
  deploy: { strategy: string; release_command?: string };
  processes: { app: string };
  env: Record<string, string>;
  files: { guest_path: string; secret_name: string }[];
  checks: Record<string, Record<string, unknown>>;
  http_service?: Record<string, unknown> & {
    concurrency: { type: string; soft_limit: number; hard_limit: number };
    checks: Record<string, unknown>[];
  };
  services?: unknown;
  metrics: Record<string, unknown>;
  mounts: Record<string, unknown>;
}

const read = (file: string): App => parseToml(readFileSync(join(folder, file), "utf8")) as App;
const apps = serviceNames.map((service) => [service, read(`fly/${service}.toml`)] as const);

describe("the apps on Fly.io", () => {
  it("are one for each service", () => {
    const files = readdirSync(join(folder, "fly"));
    expect(files).toEqual(serviceNames.map((name) => `${name}.toml`).sort());
    for (const [service, { app }] of apps) expect(app).toBe(`jumar-${service}`);
  });

  it.each(apps)("%s is replaced one machine at a time, and given time to stop", (_, app) => {
    expect(app).toMatchObject({
      kill_signal: "SIGTERM",
      primary_region: expect.stringMatching(/^[a-z]{3}$/),
      deploy: { strategy: "rolling" },
      checks: { ready: { type: "http", port: 9464, path: "/health/ready" } },
      metrics: { port: 9464, path: "/metrics" },
    });
    // 24 s is the longest that the work in flight may take.
    expect(app.kill_timeout).toBeGreaterThanOrEqual(30);
    expect(app.kill_timeout).toBeGreaterThan(24 + Number(app.env.SHUTDOWN_DELAY) / 1000);
    expect(existsSync(join(folder, "fly", app.build.dockerfile))).toBe(true);
  });

  it.each(apps)("%s has settings that are ours, and files where they say", (_, { env, files }) => {
    expect(Object.keys(env).filter((name) => !(name in variables.shape))).toEqual([]);
    const paths = Object.entries(env)
      .filter(([name]) => name.includes("_SSL_"))
      .map(([, path]) => path);
    expect(files.map(({ guest_path }) => guest_path).sort()).toEqual(paths.sort());
    expect(env).toMatchObject({ NODE_ENV: "production", OPS_PORT: "9464" });
  });

  it("are private but for the gateway, which is reached by https only", () => {
    for (const [service, app] of apps) {
      expect(app.services).toBeUndefined();
      if (service !== "web-gateway") expect(app.http_service).toBeUndefined();
    }
    const { http_service: door, env } = read("fly/web-gateway.toml");
    expect(door).toMatchObject({ force_https: true, internal_port: Number(env.PORT) });
    expect(door!.checks[0]).toMatchObject({ path: "/health/ready" });
    // The proxy has looked again before the port closes.
    expect(Number(env.SHUTDOWN_DELAY)).toBeGreaterThan(
      Number.parseInt(String(door!.checks[0]!.interval), 10) * 1000,
    );
  });

  it("are given as many requests as the gateway holds open, and leave the answer to more to it", () => {
    const { type, soft_limit, hard_limit } = read("fly/web-gateway.toml").http_service!.concurrency;
    expect(type).toBe("requests");
    expect(hard_limit).toBeGreaterThan(STREAM_LIMITS.perProcess);
    expect(hard_limit).toBeLessThan(MAX_CONNECTIONS);
    expect(soft_limit).toBeLessThan(hard_limit);
  });

  it("believe Fly.io's proxies about who is asking, and no other app of the private network", () => {
    const { TRUSTED_PROXIES = "", CLIENT_ADDRESS_HEADER = "" } = read("fly/web-gateway.toml").env;
    const config = loadConfig({ TRUSTED_PROXIES, CLIENT_ADDRESS_HEADER });
    const addressOf = createAddressReader({ config, log: { warn: () => undefined } });
    const from = (remoteAddress: string): string | undefined =>
      addressOf({
        socket: { remoteAddress },
        headers: {
          "fly-client-ip": "198.51.100.1",
          // Fly.io adds the address at which the app is reached.
          "x-forwarded-for": "198.51.100.1, 66.241.124.7",
        },
      } as unknown as IncomingMessage);
    expect(from("172.19.0.2")).toBe("198.51.100.1");
    expect(from("::ffff:172.19.0.2")).toBe("198.51.100.1");
    expect(from("fdaa:0:22b7:a7b:1::3")).toBe("fdaa:0:22b7:a7b:1::3");
  });

  it("migrate once, with the app that goes first", () => {
    const releases = apps.map(([service, app]) => [service, app.deploy.release_command]);
    expect(releases.filter(([, command]) => command !== undefined)).toEqual([
      ["accounts", "migrate"],
    ]);
  });

  it("run commands that there are", () => {
    for (const [, { processes }] of apps) expect(faultOfJumar(processes.app)).toBeUndefined();
  });
});

/** The keys that https://fly.io/docs/reference/configuration describes, of those that are of use here. */
const check = ["type", "port", "method", "path", "protocol", "tls_skip_verify", "interval", "timeout", "grace_period"]; // prettier-ignore
const DOCUMENTED: Record<string, readonly string[]> = {
  "": ["app", "primary_region", "kill_signal", "kill_timeout"],
  build: ["dockerfile"],
  deploy: ["strategy", "max_unavailable", "release_command", "release_command_timeout"],
  processes: ["app"],
  files: ["guest_path", "secret_name"],
  checks: check,
  http_service: ["processes", "internal_port", "force_https", "auto_stop_machines", "auto_start_machines"],
  "http_service.concurrency": ["type", "soft_limit", "hard_limit"],
  "http_service.checks": check,
  mounts: ["source", "destination"],
  // `https` is not described there; without it a database that speaks TLS only has no metrics.
  metrics: ["port", "path", "https"],
  vm: ["size", "memory"],
}; // prettier-ignore

function undocumented(value: object, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((one: object) => undocumented(one, path));
  if (path === "env") return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    // Checks have names.
    const below = path === "checks" ? path : [path, key].filter(Boolean).join(".");
    if (typeof inner === "object" && inner !== null && (below in DOCUMENTED || below === "env"))
      return undocumented(inner, below);
    return DOCUMENTED[path]?.includes(key) ? [] : [`${path}.${key}`];
  });
}

it.each([...serviceNames.map((name) => `fly/${name}`), "cockroachdb/fly", "rabbitmq/fly"])(
  "%s.toml has no key that nobody describes",
  (file) => {
    expect(undocumented(read(`${file}.toml`))).toEqual([]);
  },
);

describe("what they stand on", () => {
  it("is a database with the original's values", () => {
    expect(read("cockroachdb/fly.toml")).toMatchObject({
      kill_signal: "SIGTERM",
      kill_timeout: 300,
      deploy: { strategy: "rolling" },
      mounts: { source: "crdb_data" },
      checks: {
        ready: {
          path: "/health?ready=1",
          protocol: "https",
          port: 8080,
          interval: "15s",
          timeout: "10s",
          grace_period: "60s",
        },
      },
      metrics: { path: "/_status/vars" },
    });
  });

  it.each(["cockroachdb", "rabbitmq"])("is private, and keeps what it stores: %s", (part) => {
    const app = read(`${part}/fly.toml`);
    expect(app.services).toBeUndefined();
    expect(app.http_service).toBeUndefined();
    expect(app.mounts.source).toMatch(/_data$/);
    expect(existsSync(join(dirname(join(folder, part, "fly.toml")), app.build.dockerfile))).toBe(
      true,
    );
  });
});

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { serviceNames } from "../../services/load";
import { variables } from "../../shared/config/variables";
import { jumar } from "../cli/support";
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
  experimental: { private_network: boolean; auto_rollback?: boolean };
  processes: { app: string };
  env: Record<string, string>;
  files: { guest_path: string; secret_name: string }[];
  checks: Record<string, Record<string, unknown>>;
  http_service?: Record<string, unknown> & { checks: Record<string, unknown>[] };
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

  it.each(apps)(
    "%s is replaced one machine at a time, in private, and given time to stop",
    (_, app) => {
      expect(app).toMatchObject({
        kill_signal: "SIGTERM",
        primary_region: expect.stringMatching(/^[a-z]{3}$/),
        deploy: { strategy: "rolling" },
        experimental: { private_network: true, auto_rollback: true },
        checks: { ready: { type: "http", port: 9464, path: "/health/ready" } },
        metrics: { port: 9464, path: "/metrics" },
      });
      // 24 s is the longest that the work in flight may take.
      expect(app.kill_timeout).toBeGreaterThanOrEqual(30);
      expect(app.kill_timeout).toBeGreaterThan(24 + Number(app.env.SHUTDOWN_DELAY) / 1000);
      expect(existsSync(join(folder, "fly", app.build.dockerfile))).toBe(true);
    },
  );

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

  it("migrate once, with the app that goes first", () => {
    const releases = apps.map(([service, app]) => [service, app.deploy.release_command]);
    expect(releases.filter(([, command]) => command !== undefined)).toEqual([
      ["accounts", "migrate"],
    ]);
  });

  it("run commands that there are", async () => {
    for (const [, { processes }] of apps) {
      const { code, stdout } = await jumar([...processes.app.split(" "), "--help"]);
      expect({ command: processes.app, code }).toEqual({ command: processes.app, code: 0 });
      expect(stdout).toContain("USAGE");
    }
  });
});

describe("what they stand on", () => {
  it("is a database with the original's values", () => {
    expect(read("cockroachdb/fly.toml")).toMatchObject({
      kill_signal: "SIGTERM",
      kill_timeout: 300,
      deploy: { strategy: "rolling" },
      experimental: { auto_rollback: true, private_network: true },
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

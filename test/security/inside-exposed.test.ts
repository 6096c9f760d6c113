import { contracts } from "../../shared/contracts";
import { bearer, type Gateway, startGateway } from "../services/web-gateway/support";

/* Whoever looks for what is behind the public port finds nothing of it. */

let gateway: Gateway;
let admin: Record<string, string>;

beforeAll(async () => {
  gateway = await startGateway({
    services: ["accounts", "audit", "search"],
    config: { environment: "production", publicUrl: "https://accounts.example.com" },
  });
  admin = bearer((await gateway.signUp({ role: "admin" })).token);
});
afterAll(async () => {
  await gateway.stop();
});

const actions = Object.entries(contracts).flatMap(([service, contract]) =>
  Object.keys(contract.actions).map((name) => ({ service, name })),
);

it.each(["GET", "POST"])("no action can be called by its name, with %s", async (method) => {
  const names = [
    ...actions,
    ...["list", "services", "actions", "events", "health", "options", "metrics"].map((name) => ({
      service: "$node",
      name,
    })),
    { service: "web-gateway", name: "rest" },
    { service: "web-gateway", name: "listAliases" },
    { service: "web-gateway", name: "addRoute" },
    { service: "web-gateway", name: "removeRoute" },
  ];
  for (const { service, name } of names) {
    for (const path of [
      `/${service}/${name}`,
      `/${service}.${name}`,
      `/api/${service}/${name}`,
      `/api/v1/${service}/${name}`,
      `/api/v1/${service}.${name}`,
      `/${service.replace("$", "~")}/${name}`,
      `/api/v1/${service.replace("$", "~")}/${name}`,
    ]) {
      const answer = await gateway.ask(method, path, { headers: admin });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.json.code).toBe("not_found");
    }
  }
});

it.each([
  "/metrics",
  "/health",
  "/health/details",
  "/api/list-aliases",
  "/debug",
  "/debug/pprof/",
  "/dev/mailbox",
  "/dev",
  "/.env",
  "/.git/config",
  "/package.json",
  "/dist/services/start.js",
  "/assets/../package.json",
  "/assets/%2e%2e/package.json",
  "/assets/jumar.css.map",
  "/assets/",
  "/graphql",
  "/server-status",
  "/actuator/env",
  "/admin/api",
  "/swagger.json",
])("there is nothing at %s", async (path) => {
  expect((await gateway.ask("GET", path, { headers: admin })).status).toBe(404);
});

it("health tells one word, whatever it is asked", async () => {
  for (const path of ["/health/live", "/health/ready", "/health/ready?verbose=1&details=true"]) {
    const answer = await gateway.ask("GET", path, { headers: admin });
    expect(answer).toMatchObject({ status: 200, text: "ok" });
  }
});

it("no answer tells what runs here, or where", async () => {
  const { config } = gateway.deps;
  const paths = [
    "/",
    "/nothing",
    "/api/v1/session",
    "/api/v1/users",
    "/api/v1/events?limit=x",
    "/%",
  ];
  const heard = await Promise.all([
    ...paths.map((path) => gateway.ask("GET", path, { headers: admin })),
    gateway.ask("GET", "/api/openapi.json"),
    gateway.ask("POST", "/api/v1/users", {
      headers: { "content-type": "application/json" },
      body: "{",
    }),
    gateway.raw("nonsense\r\n\r\n").then((text) => ({ text, headers: {} })),
  ]);
  for (const { text, headers } of heard) {
    const all = JSON.stringify(headers) + text;
    expect(all).not.toMatch(
      /moleculer|postgres|cockroach|rabbit|amqp|knex|express|node\.js|nodejs/i,
    );
    expect(all).not.toMatch(/\bat .+\.(ts|js):\d+|\/node_modules\/|\/services\/|stack/);
    expect(all).not.toContain(config.databaseUrl);
    expect(all).not.toContain(config.dataDir);
    expect(all).not.toContain(process.version);
  }
});

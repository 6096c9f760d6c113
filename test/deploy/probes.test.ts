import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { serviceNames } from "../../services/load";
import { readPage } from "../docs/blocks/markdown";
import type { Manifest } from "../support/deploy/manifests";
import { parseToml } from "../support/deploy/toml";

const folder = join(__dirname, "../../deploy");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");

/** What somebody asks of a process, and at which port: `/health/ready on PORT`. */
interface Probes {
  /** What is asked before it is restarted. */
  restart: string[];
  /** What is asked before it gets requests. */
  requests: string[];
  /** What a deployment waits for. */
  deployment: string[];
}

/** The row of docs/deployment.md for a process: with the gateway, or without. */
function promised(where: "Kubernetes" | "Fly.io", withGateway: boolean): Probes {
  const rows = readPage("docs/deployment.md").match(/^\| (?:with `web-gateway`|any other).*$/gm);
  expect(rows).toHaveLength(2);
  const [, restart = "", requests = "", deployment = ""] = rows!
    [withGateway ? 0 : 1]!.split("|")
    .slice(1, -1);
  const [everywhere = "", onFly = ""] = deployment.split(", on Fly.io also that of ");
  const probe = (cell: string): string[] => {
    const [path, port] = [/\/health\/\w+/.exec(cell)?.[0], /`((?:OPS_)?PORT)`/.exec(cell)?.[1]];
    return path === undefined ? [] : [`${path} on ${port}`];
  };
  const further = onFly === "" ? [] : probe(`/health/ready ${onFly}`);
  return {
    restart: probe(restart),
    requests: probe(requests),
    deployment: [...probe(everywhere), ...(where === "Fly.io" ? further : [])],
  };
}

const hasGateway = (command: string): boolean => /\bserver\b|web-gateway/.test(command);

interface HttpProbe {
  httpGet: { path: string; port: string };
}

describe("what asks a process how it is does so as the guide to deployment says:", () => {
  const deployments = readdirSync(join(folder, "kubernetes"))
    .flatMap((file) => parseAllDocuments(read(`kubernetes/${file}`)))
    .map((document) => document.toJS() as Manifest)
    .filter(({ kind }) => kind === "Deployment")
    .map((manifest) => [manifest.metadata.name, manifest] as const);

  it.each(deployments)("on Kubernetes %s", (_, { spec }) => {
    const [container] = spec.template.spec.containers;
    const ports: Record<string, number> = Object.fromEntries(
      container.ports.map(({ name, containerPort }: Record<string, never>) => [
        name,
        containerPort,
      ]),
    );
    const { PORT, OPS_PORT } = parseAllDocuments(read("kubernetes/config.yaml"))[0]!.toJS().data;
    const asked = ({ httpGet }: HttpProbe): string => {
      const port = String(ports[httpGet.port]);
      return `${httpGet.path} on ${({ [PORT]: "PORT", [OPS_PORT]: "OPS_PORT" } as Record<string, string>)[port]}`;
    };
    const withGateway = hasGateway(container.args.join(" "));
    const ready = asked(container.readinessProbe);
    expect(asked(container.startupProbe)).toBe(asked(container.livenessProbe));
    expect({
      restart: [asked(container.livenessProbe)],
      // Of those without the gateway no Service knows.
      requests: withGateway ? [ready] : [],
      deployment: [ready],
    }).toEqual(promised("Kubernetes", withGateway));
  });

  it.each([...serviceNames])("on Fly.io %s", (service) => {
    const { processes, env, checks, http_service } = parseToml(read(`fly/${service}.toml`)) as {
      processes: { app: string };
      env: Record<string, string>;
      checks: Record<string, { path: string; port: number }>;
      http_service?: { internal_port: number; checks: { path: string }[] };
    };
    const asked = (path: string, port: number): string =>
      `${path} on ${Object.keys(env).find((name) => name.endsWith("PORT") && env[name] === String(port))}`;
    const requests = (http_service?.checks ?? []).map(({ path }) =>
      asked(path, http_service!.internal_port),
    );
    const others = Object.values(checks).map(({ path, port }) => asked(path, port));
    const { requests: promisedRequests, deployment } = promised(
      "Fly.io",
      hasGateway(processes.app),
    );
    expect({ requests, deployment: [...requests, ...others] }).toEqual({
      requests: promisedRequests,
      deployment,
    });
  });

  it("in the image", () => {
    const check = /HEALTHCHECK[\s\S]*?fetch\('[^']*'\+\(process\.env\.(\w+)[^)]*\)\+'([^']+)'/.exec(
      read("Dockerfile"),
    );
    expect([`${check?.[2]} on ${check?.[1]}`]).toEqual(promised("Kubernetes", true).restart);
  });

  it("in the balancer of the fleet on one machine", () => {
    const haproxy = read("development/haproxy.cfg");
    const path = /httpchk GET (\S+)/.exec(haproxy)?.[1];
    // Those at which the gateways of docs/fleet.md have their PORT.
    const servers = haproxy.match(/^\s*server .*:(\d+)/gm) ?? [];
    const fleet = readPage("docs/fleet.md");
    const ports = servers.map((line) => /:(\d+)/.exec(line)?.[1]);
    expect(ports.length).toBe(2);
    for (const port of ports) expect(fleet).toContain(`\nPORT=${port} OPS_PORT=`);
    expect([`${path} on PORT`]).toEqual(promised("Kubernetes", true).requests);
  });
});

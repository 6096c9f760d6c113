import { existsSync, readFileSync } from "node:fs";
import { request, type RequestOptions } from "node:http";
import { request as requestOverTls } from "node:https";
import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where an engine that speaks Docker's API may answer: the address in words, and how to get there. */
interface EnginePlace {
  name: string;
  options: RequestOptions & { tls?: true };
}

const PING_WITHIN = 2_000;
/** An image may be big and the way to its registry slow. */
const PULL_WITHIN = 300_000;

/** Why no container can be run here, or undefined when an engine answers; honours DOCKER_HOST. */
export async function whyNoEngine(env: Environment = process.env): Promise<string | undefined> {
  const { problem } = await findEngine(env);
  return problem;
}

/** Why images cannot be had: they are neither there nor can they be pulled. Undefined when they can. */
export async function whyNoImages(
  images: readonly string[],
  env: Environment = process.env,
): Promise<string | undefined> {
  const { place, problem } = await findEngine(env);
  if (!place) return problem;
  for (const image of images) {
    const there = await ask(place, "GET", `/images/${image}/json`, PING_WITHIN * 5);
    if (there.status === 200) continue;
    const reason = await pull(place, image);
    if (reason !== undefined)
      return `the image ${image} is not there and cannot be pulled: ${reason}`;
  }
  return undefined;
}

async function findEngine(env: Environment): Promise<{ place?: EnginePlace; problem?: string }> {
  const tried: string[] = [];
  for (const place of placesOf(env)) {
    const reason = await ask(place, "GET", "/_ping", PING_WITHIN).then(
      ({ status }) => (status === 200 ? undefined : `answers ${status}`),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (reason === undefined) return { place };
    tried.push(`${place.name} (${reason})`);
  }
  const where = tried.length > 0 ? `at ${tried.join(", ")}` : "at a usual socket";
  return { problem: `no container engine answers ${where}; DOCKER_HOST names another` };
}

function placesOf(env: Environment): EnginePlace[] {
  const { DOCKER_HOST: host } = env;
  if (host !== undefined && host !== "") return [placeOf(host, env)];
  const home = homedir();
  return [
    "/var/run/docker.sock",
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, "docker.sock")] : []),
    join(home, ".docker/run/docker.sock"),
    join(home, ".docker/desktop/docker.sock"),
  ]
    .filter((path) => existsSync(path))
    .map((path) => placeOf(`unix://${path}`, env));
}

function placeOf(host: string, env: Environment): EnginePlace {
  if (host.startsWith("unix://"))
    return { name: host, options: { socketPath: host.slice("unix://".length) } };
  const url = new URL(host.replace(/^tcp:/, "http:"));
  const address = { host: url.hostname, port: url.port };
  const folder = env.DOCKER_CERT_PATH;
  if (!env.DOCKER_TLS_VERIFY || folder === undefined) return { name: host, options: address };
  const [ca, cert, key] = ["ca", "cert", "key"].map((name) =>
    readFileSync(join(folder, `${name}.pem`)),
  );
  return {
    name: host,
    options: { ...address, tls: true, ca, cert, key } as EnginePlace["options"],
  };
}

async function pull(place: EnginePlace, image: string): Promise<string | undefined> {
  const path = `/images/create?fromImage=${encodeURIComponent(image)}`;
  try {
    const { status, body } = await ask(place, "POST", path, PULL_WITHIN);
    // The status is said before the work is done; what goes wrong later stands in the last line.
    const last = body.trim().split("\n").at(-1) ?? "";
    const { message, error } = JSON.parse(last || "{}") as { message?: string; error?: string };
    return status === 200 ? error : (message ?? `the answer was ${status}`);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function ask(
  place: EnginePlace,
  method: string,
  path: string,
  within: number,
): Promise<{ status: number; body: string }> {
  const { tls, ...options } = place.options;
  return new Promise((resolve, reject) => {
    const asked = (tls ? requestOverTls : request)({
      ...options,
      method,
      path,
      signal: AbortSignal.timeout(within),
    });
    asked.once("error", reject);
    asked.once("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.once("error", reject);
      response.once("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.end();
  });
}

import { contracts, type Contracts } from "../../shared/contracts";

/** One step of a deployment: shell commands, run in the repository's root in their order. */
export interface Step {
  name: string;
  /** Why, or what to look out for. */
  why: string;
  commands: string[];
}

/** What a deployment is called and where it goes. */
export interface Place {
  /** Each app's name begins with it. */
  prefix: string;
  org: string;
  /** Fly.io's names, the primary one first. */
  regions: readonly [string, ...string[]];
  /** Where people reach it. */
  domain: string;
}

export type Service = keyof Contracts;

/** The services: accounts first, as its release migrates the database for all; the gateway last, as it calls the others. */
export const SERVICES = (Object.keys(contracts) as Service[]).sort((a, b) => rank(a) - rank(b));

function rank(service: Service): number {
  return { accounts: -1, "web-gateway": 1 }[service as string] ?? 0;
}

/** The login of a service's app at the database. The one of accounts owns it and migrates. */
export function loginOf(service: Service): string {
  return service === "accounts" ? "jumar" : `${service.replaceAll("-", "_")}_app`;
}

/** An app's name, e.g. of `cockroach`. */
export function appOf({ prefix }: Place, part: string): string {
  return `${prefix}-${part}`;
}

/** How many of a part run in each region so that there are at least `least`. */
export function perRegion({ regions }: Place, least: number): number {
  return Math.ceil(least / regions.length);
}

/** Sets secrets from a file's or a command's content, which neither a list of processes nor a history shows. */
export function setSecrets(app: string, secrets: Record<string, string>): string {
  const lines = Object.entries(secrets).map(([name, source]) => `echo "${name}=$(${source})"`);
  return `{ ${lines.join("; ")}; } | fly secrets import --stage --app ${app}`;
}

/** What prints a file in one line of base64. */
export function base64Of(file: string): string {
  return `base64 < ${file} | tr -d '\\n'`;
}

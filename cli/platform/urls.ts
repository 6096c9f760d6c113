import type { Platform } from "../../services/start";
import type { Config } from "../../shared/config";

/** Where a process answers; each only if it does. */
export interface Urls {
  /** The gateway, without a path. */
  site: string | undefined;
  /** The operator's port, without a path. */
  ops: string | undefined;
}

/** The addresses to open, from the ports that were really bound. */
export function urlsOf(platform: Platform, config: Config): Urls {
  const host = hostToOpen(config.host);
  const urlOn = (port: number | undefined) =>
    port === undefined ? undefined : new URL(`http://${host}:${port}`).origin;
  return { site: urlOn(gatewayPort(platform)), ops: urlOn(platform.opsPort) };
}

function gatewayPort({ deps }: Platform): number | undefined {
  return (deps.get("web-gateway") as { door?: { port?: number } } | undefined)?.door?.port;
}

/** A browser cannot open "every address of this machine". */
function hostToOpen(host: string): string {
  if (["127.0.0.1", "::1", "0.0.0.0", "::", "localhost"].includes(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

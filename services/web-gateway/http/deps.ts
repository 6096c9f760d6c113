import type { IncomingMessage } from "node:http";
import type { Deps } from "../../../shared/service";
import { createAddressReader } from "./client-address";
import { createDoor, type Door } from "./door";
import { createHostCheck } from "./own-hosts";
import { createMalformedRefusal } from "./refuse-malformed";
import { securityHeaders } from "./security-headers";

/** What every exchange needs, whatever is asked for. */
export interface HttpDeps extends Pick<Deps, "config" | "log"> {
  door: Door;
  /** Names and values in turn. */
  securityHeaders: readonly string[];
  /** Whether a request may name this host as the one that it is for. */
  isOwnHost: (host: string, request: IncomingMessage) => boolean;
  /** The client's address; only trusted proxies may say one. */
  addressOf: (request: IncomingMessage) => string | undefined;
}

/** The HTTP side of the gateway as its configuration describes it. The door is not open yet. */
export function httpDeps({ config, log }: Pick<Deps, "config" | "log">): HttpDeps {
  const { host, port, publicUrl, shutdownDelay, environment } = config;
  const headers = securityHeaders({ production: environment === "production" });
  const refuseMalformed = createMalformedRefusal({ publicUrl, securityHeaders: headers });
  return {
    config,
    log,
    door: createDoor({ host, port, shutdownDelay, refuseMalformed }),
    securityHeaders: headers,
    isOwnHost: createHostCheck(publicUrl),
    addressOf: createAddressReader({ config, log }),
  };
}

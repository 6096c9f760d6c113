import type { IncomingMessage } from "node:http";
import type { Config } from "../../../../shared/config";
import type { Logger } from "../../../../shared/observability";
import { type Address, addressOfEntry, parseAddress, withoutTranslation } from "./parse-address";
import { createTrust } from "./trusted-networks";

const FORWARDED = "x-forwarded-for";

/**
 * Finds the address that a request comes from. What a header says counts only when the peer is a trusted
 * proxy: then the right-most address that is not a trusted proxy itself. When that cannot be read, or the
 * chosen header is missing, the peer's counts, for all its clients together; the log says so once.
 */
export function createAddressReader({
  config: { trustedProxies, clientAddressHeader = FORWARDED },
  log,
}: {
  config: Pick<Config, "trustedProxies" | "clientAddressHeader">;
  log: Pick<Logger, "warn">;
}): (request: IncomingMessage) => string | undefined {
  const isTrusted = createTrust(trustedProxies);
  const warned = new Set<string>();
  const warnOnce = (problem: string): void => {
    if (warned.has(problem)) return;
    warned.add(problem);
    log.warn({ name: clientAddressHeader, problem }, "all clients of a proxy are counted as one");
  };

  return (request) => {
    const peer = parseAddress(request.socket.remoteAddress ?? "");
    if (!peer) return undefined;
    if (!isTrusted(peer)) return withoutTranslation(peer).toString();
    const said = request.headers[clientAddressHeader];
    const client = typeof said === "string" ? rightMostUntrusted(said, isTrusted) : undefined;
    if (typeof said === "string") {
      if (!client) warnOnce("a trusted proxy sends an address that cannot be read");
    } else if (clientAddressHeader !== FORWARDED) {
      warnOnce("a trusted proxy does not send the header of CLIENT_ADDRESS_HEADER");
    }
    return withoutTranslation(client ?? peer).toString();
  };
}

/** Returns undefined when an entry to the right of it, or its own, cannot be read. */
function rightMostUntrusted(
  said: string,
  isTrusted: (address: Address) => boolean,
): Address | undefined {
  let last: Address | undefined;
  for (const entry of said.split(",").reverse()) {
    last = addressOfEntry(entry.trim());
    if (!last || !isTrusted(last)) return last;
  }
  return last;
}

import { parseDatabaseUrl } from "./database-url";
import { urlPerHost } from "./url-per-host";

/** Where a URL leads, and as whom. */
export interface Destination {
  hosts: string[];
  user: string;
  password: string;
}

/** Reads what refusals depend on. */
export function destinationOf(variable: string, url: string): Destination {
  if (variable === "DATABASE_URL") {
    const { addresses, user, password = "" } = parseDatabaseUrl(url);
    return { hosts: addresses.map(({ host }) => host), user, password };
  }
  const urls = urlPerHost(url);
  const [{ username, password }] = urls;
  const hosts = urls.map(({ hostname }) => hostname);
  return { hosts, user: decode(username), password: decode(password) };
}

/** Whether what is sent there never leaves this machine. */
export function isThisMachine(host: string): boolean {
  return host === "localhost" || /^(127\.|\/)/.test(host) || /^\[?::1\]?$/.test(host);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

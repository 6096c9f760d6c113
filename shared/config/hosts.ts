import { parseDatabaseUrl } from "./database-url";

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
  const { hostname, username, password } = new URL(url);
  return { hosts: [hostname], user: decode(username), password: decode(password) };
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

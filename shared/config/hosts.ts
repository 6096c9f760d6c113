/** Where a URL leads, and as whom: of DATABASE_URL each of its hosts. */
export interface Destination {
  hosts: string[];
  user: string;
  password: string;
}

const PARTS =
  /^[a-z0-9+]+:\/\/(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#@]*)(?:\/[^?#]*)?(?:\?(?<query>[^#]*))?/i;

/** Reads what refusals depend on; a URL that is no URL leads nowhere. */
export function destinationOf(url: string): Destination {
  const { login = "", hosts = "", query = "" } = PARTS.exec(url)?.groups ?? {};
  const [user = "", ...rest] = login.split(":");
  // libpq's way to name a folder of sockets, or a host in its stead.
  const instead = new URLSearchParams(query).get("host");
  return {
    hosts: (instead ?? hosts).split(",").map(withoutPort),
    user: decode(user),
    password: decode(rest.join(":")),
  };
}

/** Whether what is sent there never leaves this machine. */
export function isThisMachine(host: string): boolean {
  return host === "" || host === "localhost" || host === "::1" || /^127\.|^\//.test(decode(host));
}

function withoutPort(host: string): string {
  return /^\[(?<address>.*)\]/.exec(host)?.groups?.address ?? host.replace(/:\d*$/, "");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

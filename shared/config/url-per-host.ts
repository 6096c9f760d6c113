const PARTS =
  /^(?<protocol>[a-z0-9+]+:\/\/)(?<login>[^/?#]*@)?(?<hosts>[^/?#@]*)(?<rest>[/?].*)?$/is;

/**
 * A URL for each host of one that names several, as libpq's do: `amqp://user:password@a:5672,b:5672/vhost`.
 * The URL standard knows one host only. Throws a TypeError when it cannot be read.
 */
export function urlPerHost(text: string): [URL, ...URL[]] {
  const { protocol = "", login = "", hosts, rest = "" } = PARTS.exec(text)?.groups ?? {};
  if (hosts === undefined) throw new TypeError("is not a URL that can be read");
  const urls = hosts.split(",").map((host) => new URL(`${protocol}${login}${host}${rest}`));
  if (urls.length > 1 && urls.some(({ hostname }) => hostname === "")) {
    throw new TypeError("names a host that is empty");
  }
  return urls as [URL, ...URL[]];
}

import { randomInt } from "node:crypto";
import type { Options } from "amqplib";
import { urlPerHost } from "../config";

const HEARTBEAT_SECONDS = 8;

/**
 * A URL for each node that AMQP_URL names, with a heartbeat short enough to notice silence in time; one
 * that it names itself stays.
 */
export function nodeUrls(text: string): [URL, ...URL[]] {
  const urls = urlPerHost(text);
  for (const { searchParams } of urls) {
    if (!searchParams.has("heartbeat")) searchParams.set("heartbeat", String(HEARTBEAT_SECONDS));
  }
  return urls;
}

/** Any of so many nodes, so that processes are spread over a cluster. */
export function anyOf(nodes: readonly unknown[]): number {
  return randomInt(nodes.length);
}

/**
 * What amqplib is to connect to, which it reads anew at each attempt: a node of AMQP_URL, and after
 * `next` the one that it names after that.
 */
export function takeTurns(text: string): { target: Options.Connect; next(): void } {
  const urls = nodeUrls(text);
  const [{ protocol, username, password, pathname, searchParams }] = urls;
  let turn = anyOf(urls);
  const current = (): URL => urls[turn % urls.length] ?? urls[0];
  const login = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    target: {
      ...Object.fromEntries(searchParams),
      protocol: protocol.slice(0, -1),
      // Without either amqplib takes the user guest.
      ...(username === "" && password === "" ? {} : login),
      vhost: pathname.slice(1),
      get hostname() {
        return current().hostname.replace(/^\[(.*)\]$/, "$1");
      },
      get port() {
        return Number(current().port);
      },
    },
    next() {
      turn += 1;
    },
  };
}

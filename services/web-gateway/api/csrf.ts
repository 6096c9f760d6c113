import type { IncomingMessage } from "node:http";
import { AppError } from "../../../shared/errors";
import { ownHosts } from "../http/own-hosts";
import type { Credentials } from "./credentials";

/** Lets a request pass, or throws `csrf_failed`. */
export type OriginCheck = (request: IncomingMessage, credentials: Credentials) => void;

const SAFE = new Set(["GET", "HEAD"]);

/**
 * Refuses requests that another site makes a browser send. Bearer tokens are exempt: a browser never
 * sends one on its own. A request that changes something and carries the session cookie has to declare
 * itself same-origin. Without the cookie it only must not declare another origin: a log-in from another
 * site would put somebody into a session that is not theirs.
 */
export function createOriginCheck(publicUrl: string): OriginCheck {
  const { protocol } = new URL(publicUrl);
  const own = new Set(ownHosts(publicUrl).map((host) => `${protocol}//${host}`));
  return ({ method = "", headers }, credentials) => {
    if (SAFE.has(method) || credentials.bearer) return;
    const site = headers["sec-fetch-site"];
    const { origin } = headers;
    const foreign = origin !== undefined && !own.has(origin);
    if (foreign || site === "cross-site" || site === "same-site") throw new AppError("csrf_failed");
    if (!credentials.cookie) return;
    const confirmed = site === "same-origin" || (site === undefined && origin !== undefined);
    if (!confirmed) throw new AppError("csrf_failed");
  };
}

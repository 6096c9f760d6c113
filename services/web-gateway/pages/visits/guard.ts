import { AppError } from "../../../../shared/errors";
import { error } from "../state/flash";
import type { Redirect } from "./page-answer";
import type { Visit } from "./visit";

/** Whom a page is for. Visitors are those who are not logged in. */
export type Audience = "anyone" | "visitors" | "users" | "admins";

/** Where to redirect a visitor whom a page is not for; undefined lets them in. Throws `forbidden`. */
export function guard(visit: Visit, audience: Audience): Redirect | undefined {
  const { live } = visit;
  if (audience === "anyone") return undefined;
  if (audience === "visitors") return live && elsewhere(visit);
  if (!live) {
    const to = logInAddress(visit);
    // A script asks for part of an open page, which knows why; the next page would show the message instead.
    return asksForPart(visit) ? { to } : { to, flash: error("log_in.required") };
  }
  if (audience === "admins" && live.user.role !== "admin") throw new AppError("forbidden");
  return undefined;
}

/** Where somebody goes who is logged in already; what they sent, perhaps as somebody else, was not even read. */
function elsewhere({ exchange }: Visit): Redirect {
  const isSent = exchange.request.method !== "GET";
  return { to: "/", ...(isSent ? { flash: error("log_in.already") } : {}) };
}

/** Whether a script asks for a part of an open page. */
export function asksForPart({ exchange }: Visit): boolean {
  return exchange.request.headers["hx-request"] !== undefined;
}

/** The log-in page, which leads back afterwards, but only to a page that was requested by GET. */
function logInAddress({ exchange: { request, path, search } }: Visit): string {
  if (request.method !== "GET" || path === "/") return "/users/log_in";
  const here = search === "" ? path : `${path}?${search}`;
  return `/users/log_in?${new URLSearchParams({ return_to: here }).toString()}`;
}

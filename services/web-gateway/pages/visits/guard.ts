import { AppError } from "../../../../shared/errors";
import { error } from "./flash";
import type { PageAnswer } from "./page-answer";
import type { Visit } from "./visit";

/** Whom a page is for. Visitors are those who are not logged in. */
export type Audience = "anyone" | "visitors" | "users" | "admins";

/** Where somebody goes whom a page is not for; undefined lets them in. Throws `forbidden`. */
export function guard(visit: Visit, audience: Audience): PageAnswer | undefined {
  const { live } = visit;
  if (audience === "anyone") return undefined;
  if (audience === "visitors") return live && { to: "/" };
  if (!live) {
    const to = logInAddress(visit);
    // A page that is open knows better why; what was said to its script, the next page would say.
    return asksForPart(visit) ? { to } : { to, flash: error("log_in.required") };
  }
  if (audience === "admins" && live.user.role !== "admin") throw new AppError("forbidden");
  return undefined;
}

/** Whether it is a script that asks, for a part of the page that is open. */
export function asksForPart({ exchange }: Visit): boolean {
  return exchange.request.headers["hx-request"] !== undefined;
}

/** The log-in page; from there one comes back, though only to what was merely looked at. */
function logInAddress({ exchange: { request, path, search } }: Visit): string {
  if (request.method !== "GET" || path === "/") return "/users/log_in";
  const here = search === "" ? path : `${path}?${search}`;
  return `/users/log_in?${new URLSearchParams({ return_to: here }).toString()}`;
}

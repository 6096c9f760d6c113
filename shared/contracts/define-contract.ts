import type { z } from "zod";
import type { ErrorCode } from "../errors";
import type { Assurance } from "../principal";

/**
 * Who may call an action. `anyone`: no session asked for. `session`: a logged-in user. `admin`: a
 * user with that role, or the operator's CLI. `internal`: another service of the platform, never a client.
 */
export type Access = { who: "anyone" | "internal" } | ({ who: "session" | "admin" } & StepUp);

/** What an action asks of a session beyond that it lives (RFC 9470). */
export interface StepUp {
  /** In seconds: how long ago its user may have proved who they are. */
  within?: number;
  /** How sure it has to be who they are. */
  assurance?: Assurance;
}

/** What an action asks of a session beyond that it lives; undefined when that is nothing. */
export function stepUpOf(access: Access): StepUp | undefined {
  return "within" in access || "assurance" in access ? access : undefined;
}

/** The sections of the API's description, in their order, with what they are about. */
export const HTTP_TAGS = {
  Sessions: "Logging in and out, and where one is logged in.",
  Account: "One's own account, and what happens to it.",
  Addresses: "Showing that an e-mail address is one's own, and moving to another.",
  Passwords: "Choosing another password, with the present one or by a mailed link.",
  Factors: "A second factor at log-in: an authenticator app, and codes for when it is lost.",
  Users:
    "Signing up; for administrators, making, finding and changing users, and ending their sessions.",
  Audit: "What happened, by whom and to whom, in a trail that nobody can change unseen.",
  Events: "The event log.",
  Overview: "How the platform does at a glance.",
} as const;

export type HttpTag = keyof typeof HTTP_TAGS;

/** How an action is reached over HTTP, below `/api/v1`. */
export interface HttpBinding {
  /** Its `operationId`, by which generated clients name their functions: it never changes. */
  id: string;
  /** The section of the API's description that it is in. */
  tag: HttpTag;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With path parameters in braces: `/sessions/{id}`. They, the query and the body make up the params. */
  path: string;
  status: 200 | 201 | 202 | 204;
  /** The status instead, and the form, of a result that is not what was asked for yet. */
  pending?: { status: 202; result: z.ZodObject };
  /** Where a created thing lives, below `/api/v1`, from the result. */
  location?: (result: never) => string;
  /**
   * What the answer does to the caller's credential: hands one out, takes it away, or does so only
   * when the session that `id` names is the one that asks.
   */
  credential?: "issued" | "ended" | "ended-if-own";
  /** The `ETag` of the answer, from the result; what changes it takes `If-Match` as `if_match`. */
  etag?: (result: never) => string;
  /** What a client address may only do so often; the answer tells how often (`RateLimit`). */
  limit?: "log-in" | "sign-up" | "mail-request";
  /** The answer goes on as server-sent events (`text/event-stream`), the result being the data of each. */
  stream?: true;
}

export interface ActionContract<
  Params extends z.ZodObject = z.ZodObject,
  Result extends z.ZodType = z.ZodType,
  Http extends HttpBinding | undefined = HttpBinding | undefined,
> {
  summary: string;
  access: Access;
  params: Params;
  result: Result;
  /** What it can fail with beyond what every action can (validation_failed, unavailable, timeout, internal). */
  errors: readonly ErrorCode[];
  http?: Http;
}

export interface Contract<
  Name extends string = string,
  Actions extends Record<string, ActionContract> = Record<string, ActionContract>,
> {
  readonly name: Name;
  readonly actions: Actions;
}

export type ParamsOf<A extends ActionContract> = z.output<A["params"]>;
export type InputOf<A extends ActionContract> = z.input<A["params"]>;
export type ResultOf<A extends ActionContract> = z.output<A["result"]>;

/** Declares one action; the types of its function and callers, its route and its docs follow from it. */
export function action<
  Params extends z.ZodObject,
  Result extends z.ZodType,
  const Http extends HttpBinding | undefined = undefined,
>(contract: ActionContract<Params, Result, Http>): ActionContract<Params, Result, NoInfer<Http>> {
  return contract;
}

/** Declares a service's actions. */
export function defineContract<
  const Name extends string,
  Actions extends Record<string, ActionContract>,
>(name: Name, actions: Actions): Contract<Name, Actions> {
  return { name, actions };
}

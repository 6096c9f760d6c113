export { createClient, type Client } from "./create-client";
export {
  bearerToken,
  cookieJar,
  type BearerToken,
  type CookieJar,
  type Credential,
} from "./credentials";
export { newIdempotencyKey } from "./idempotency-key";
export type { Streamed } from "./open-stream";
export type { ItemAt, ListPath, Operations, Page, ParamsAt, PathOf, ResultAt } from "./operations";
export { ProblemError, type ProblemCode } from "./problem-error";
export type { Answer, CallOptions, ClientOptions } from "./send-request";

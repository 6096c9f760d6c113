import { openStream, type Streamed } from "./open-stream";
import type {
  Arguments,
  ItemAt,
  ListPath,
  Method,
  Page,
  ParamsAt,
  PathOf,
  ResultAt,
  StreamPath,
} from "./operations";
import { type Answer, type CallOptions, type ClientOptions, sendRequest } from "./send-request";

type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...args: Arguments<ParamsAt<M, P>, CallOptions>
) => Promise<ResultAt<M, P>>;

/**
 * The HTTP API with its types. Params are one object, whether they belong into the path, the query or
 * the body: `client.delete("/sessions/{id}", { id })`. Every answer that is no success is thrown as a
 * ProblemError.
 */
export interface Client {
  get: Call<"GET">;
  post: Call<"POST">;
  put: Call<"PUT">;
  patch: Call<"PATCH">;
  delete: Call<"DELETE">;

  /** The same with the status and headers of the answer. */
  send<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...args: Arguments<ParamsAt<M, P>, CallOptions>
  ): Promise<Answer<ResultAt<M, P>>>;

  /** Every item of a list, asking for the next page when one is used up. */
  each<P extends ListPath>(
    path: P,
    ...args: Arguments<ParamsAt<"GET", P>, CallOptions>
  ): AsyncGenerator<ItemAt<P>, void, undefined>;

  /** Server-sent events as they come, until the other side ends the stream or the loop is left. */
  stream<P extends StreamPath>(
    path: P,
    ...args: Arguments<ParamsAt<"GET", P>, CallOptions>
  ): AsyncGenerator<Streamed<ResultAt<"GET", P>>, void, undefined>;
}

/** A client of the platform at `baseUrl`. Nothing is sent yet. */
export function createClient(client: ClientOptions): Client {
  const call =
    (method: Method) =>
    async (path: string, params?: object, options?: CallOptions): Promise<unknown> =>
      (await sendRequest(client, { method, path, params }, options)).body;

  async function* each(path: string, params?: object, options?: CallOptions) {
    let next: object | undefined = params;
    while (next) {
      const page = (await call("GET")(path, next, options)) as Page<unknown>;
      yield* page.data;
      next = page.next_cursor === null ? undefined : { ...params, cursor: page.next_cursor };
    }
  }

  // Paths and params are known to the types alone; at run time a path says what to fill in.
  const untyped = {
    get: call("GET"),
    post: call("POST"),
    put: call("PUT"),
    patch: call("PATCH"),
    delete: call("DELETE"),
    send: (method: Method, path: string, params?: object, options?: CallOptions) =>
      sendRequest(client, { method, path, params }, options),
    each: (path: string, params: object = {}, options?: CallOptions) => each(path, params, options),
    stream: (path: string, params?: object, options?: CallOptions) =>
      openStream(client, { path, params }, options),
  };
  return untyped as unknown as Client;
}

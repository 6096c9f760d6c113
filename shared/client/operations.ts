import type { ActionContract, Callable, HttpBinding, InputOf, ResultOf } from "../contracts";

export type Method = HttpBinding["method"];

type Actions = {
  [Service in keyof Callable]: Callable[Service]["actions"][keyof Callable[Service]["actions"]];
}[keyof Callable];

/** How an action is reached over HTTP; never, when it is not. */
type BindingOf<A extends ActionContract> = NonNullable<A["http"]>;

/** Every action that is reached over HTTP, by method and path: `Operations["POST /users"]`. */
export type Operations = {
  [A in Actions as `${BindingOf<A>["method"]} ${BindingOf<A>["path"]}`]: A;
};

type Key = keyof Operations;
type KeyWhere<Kind> = {
  [K in Key]: BindingOf<Operations[K]> extends Kind ? K : never;
}[Key];
type StreamKey = KeyWhere<{ stream: true }>;
type ListKey = {
  [K in Key]: ResultOf<Operations[K]> extends Page<unknown> ? K : never;
}[Key];
type PathIn<K extends Key, M extends Method> = K extends `${M} ${infer P}` ? P : never;

/** The paths that take a method; streams are apart. */
export type PathOf<M extends Method> = PathIn<Exclude<Key, StreamKey>, M>;

/** The paths of lists, which come page by page. */
export type ListPath = PathIn<ListKey, "GET">;

/** The paths of server-sent events. */
export type StreamPath = PathIn<StreamKey, "GET">;

/** One page of a list. */
export interface Page<Item> {
  data: Item[];
  next_cursor: string | null;
}

type OperationAt<M extends Method, P extends string> = Operations[`${M} ${P}` & Key];

/** What an operation takes: what its path, its query or its body say, as one object. */
export type ParamsAt<M extends Method, P extends string> = Flat<InputOf<OperationAt<M, P>>>;

/** What an operation answers with; undefined where it has nothing to say (204). */
export type ResultAt<M extends Method, P extends string> =
  BindingOf<OperationAt<M, P>> extends { status: 204 }
    ? undefined
    : Flat<ResultOf<OperationAt<M, P>>>;

/** The items of a list. */
export type ItemAt<P extends ListPath> = ResultAt<"GET", P> extends Page<infer Item> ? Item : never;

/** Params may be left out where none is needed. */
export type Arguments<Params, Options> =
  // oxlint-disable-next-line typescript/no-empty-object-type -- an object without anything in it
  {} extends Params ? [params?: Params, options?: Options] : [params: Params, options?: Options];

type Flat<T> = { [K in keyof T]: T[K] } & {};

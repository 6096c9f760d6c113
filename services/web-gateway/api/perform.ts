import type { Repeatable, RepeatingCaller } from "../../../shared/contracts";
import type { LiveSession } from "../../../shared/sessions";
import { callerOf, type Exchange } from "../http/exchange";
import type { Credentials } from "./credentials";
import { scopeOf } from "./identify";
import { localActions } from "./local-actions";
import type { Operation } from "./operations";

export interface Performance {
  /** The params as they came; the service parses them itself, once. */
  given: object;
  /** The same, parsed. */
  params: object;
  live: LiveSession | undefined;
  credentials: Credentials;
  /** Of a request that may come again. */
  repeatable?: Repeatable;
}

/** Does what an operation is for. */
export type Perform = (exchange: Exchange, performance: Performance) => Promise<unknown>;

/** Who does an operation: the gateway itself, or the service whose action it is. */
export function findPerform({ service, name }: Operation): Perform {
  if (service === "web-gateway") {
    const local = localActions[name as keyof typeof localActions];
    return async (_exchange, { params, live }) => await local(params as never, live);
  }
  // The routes come from the same contracts as the callers: what has a route has a caller.
  type Callers = Record<
    string,
    Record<string, (params: object, caller: RepeatingCaller) => Promise<unknown>>
  >;
  return async (exchange, { given, live, repeatable }) => {
    const action = (exchange.deps.call as unknown as Callers)[service]?.[name];
    if (!action) throw new Error(`${service}.${name} has a route and no caller`);
    const caller = callerOf(exchange, live && scopeOf(live));
    return await action(given, repeatable ? { ...caller, repeatable } : caller);
  };
}

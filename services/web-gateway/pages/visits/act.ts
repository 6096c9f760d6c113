import type { Contracts } from "../../../../shared/contracts";
import type { Calls } from "../../../../shared/service";
import { counted } from "../../api/counted";
import { scopeOf } from "../../api/identify";
import { operations } from "../../api/operations";
import { requireStorable } from "../../api/storable";
import { callerOf } from "../../http/exchange";
import type { Visit } from "./visit";

type Name<S extends keyof Contracts> = keyof Calls[S] & string;
type Action<S extends keyof Contracts, A extends Name<S>> = Extract<
  Calls[S][A],
  (params: never) => unknown
>;

/**
 * Does an action of a contract for a visitor. It counts against the limits of their address like a
 * request to the API; the service checks who asks and the params. Throws AppErrors.
 */
export async function act<S extends keyof Contracts, A extends Name<S>>(
  visit: Visit,
  service: S,
  name: A,
  params: Parameters<Action<S, A>>[0],
): Promise<Awaited<ReturnType<Action<S, A>>>> {
  requireStorable(params);
  const { exchange, deps, live, credentials, language } = visit;
  type Callers = Record<string, Record<string, (params: object, caller: object) => unknown>>;
  const action = (deps.call as unknown as Callers)[service]?.[name];
  if (!action) throw new Error(`${service}.${name} is in the contract and has no caller`);
  const caller = { ...callerOf(exchange, live && scopeOf(live)), language };
  const perform = async () => await action(params, caller);
  const operation = operations.find((one) => one.service === service && one.name === name);
  const done = operation
    ? await counted(operation, perform)(exchange, { given: params, params, live, credentials })
    : await perform();
  return done as Awaited<ReturnType<Action<S, A>>>;
}

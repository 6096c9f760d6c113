import type { Calls } from "../../../../shared/service";
import { actions } from "../../api/operations";
import { perform } from "../../api/perform";
import { repeatablePart } from "./repeatable-part";
import type { Visit } from "./visit";

type Name<S extends keyof Calls> = keyof Calls[S] & string;
type Action<S extends keyof Calls, A extends Name<S>> = Extract<
  Calls[S][A],
  (params: never) => unknown
>;

/** Does an action of a contract for a visitor, in the language of the page. Throws AppErrors. */
export async function act<S extends keyof Calls, A extends Name<S>>(
  visit: Visit,
  service: S,
  name: A,
  params: Parameters<Action<S, A>>[0],
): Promise<Awaited<ReturnType<Action<S, A>>>> {
  const action = actions.find((one) => one.service === service && one.name === name);
  if (!action) throw new Error(`${service}.${name} is in no contract`);
  const { deps, exchange, live, credentials, language } = visit;
  const part = repeatablePart(visit, `${service}.${name}`, params);
  const asked = { exchange, live, credentials, given: params, language, part };
  const { result } = await perform(deps, action, asked);
  return result as Awaited<ReturnType<Action<S, A>>>;
}

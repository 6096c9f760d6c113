import type { Repeatable, RepeatingCaller } from "../../../shared/contracts";
import { callerOf } from "../http/exchange";
import type { Asked } from "./asked";
import type { ApiDeps } from "./deps";
import { principalOf } from "./identify";
import { parseGiven } from "./input/parse-given";
import { localActions } from "./local-actions";
import { onceForKey } from "./once-for-key";
import type { NamedAction } from "./operations";
import { withinLimit } from "./within-limit";

/**
 * The one way to an action, for the API and for pages: params → idempotency → limits of the address →
 * the action, with who asks and from where. Answers the params as they were parsed, and the result.
 * Throws AppErrors.
 */
export async function perform(
  deps: ApiDeps,
  action: NamedAction,
  asked: Asked,
): Promise<{ params: object; result: unknown }> {
  const params = parseGiven(action, asked.given);
  const result = await onceForKey(deps, action, { ...asked, params }, (repeatable) =>
    withinLimit(deps, action, asked.exchange, () =>
      run(deps, action, asked, params, repeatable ?? asked.part),
    ),
  );
  return { params, result };
}

/** The gateway itself does it, or the service whose action it is. */
async function run(
  { call }: Pick<ApiDeps, "call">,
  { service, name }: NamedAction,
  { exchange, live, given, language }: Asked,
  params: object,
  repeatable: Repeatable | undefined,
): Promise<unknown> {
  const caller = {
    ...callerOf(exchange, live && principalOf(live)),
    ...(language ? { language } : {}),
    ...(repeatable ? { repeatable } : {}),
  };
  if (service === "web-gateway") {
    const asking = { live, call, caller };
    return await localActions[name as keyof typeof localActions](params as never, asking);
  }
  // The callers come from the same contracts as the names of actions.
  type Callers = Record<
    string,
    Record<string, (params: object, caller: RepeatingCaller) => Promise<unknown>>
  >;
  const action = (call as unknown as Callers)[service]?.[name];
  if (!action) throw new Error(`${service}.${name} is in the contract and has no caller`);
  return await action(given, caller);
}

import type { Context, ServiceSchema } from "moleculer";
import { parseParams, type ActionContract } from "../contracts";
import { report } from "../observability";
import { authorise } from "./authorise";
import { fromMeta, type CallerMeta } from "./caller-meta";
import type { ActionFunction, Background, ServiceDefinition } from "./define-service";
import type { Deps } from "./deps";
import type { SubscribingSchema } from "./durable-events";
import { fromThrown, toWire } from "./wire-errors";

/**
 * A service as Moleculer takes it. `params` stay out of the schema (Moleculer would publish and
 * misread them); `deps` and `subscribe` are read by the durable-events middleware and never published.
 */
export function toMoleculer(
  { contract, parts }: ServiceDefinition,
  deps: Deps,
  options = { background: true },
): ServiceSchema & SubscribingSchema<Deps> {
  let background: Background[] = [];
  const extra = parts.moleculer?.(deps) ?? {};
  return {
    ...extra,
    name: contract.name,
    // Only for whom it is meant: Moleculer deep-clones the schema of a service that has mixins.
    ...(parts.subscribe ? { deps, subscribe: parts.subscribe } : {}),
    actions: Object.fromEntries(
      Object.entries(contract.actions).map(([name, action]) => [
        name,
        {
          handler: handlerOf(
            deps,
            `${contract.name}.${name}`,
            action,
            parts.actions[name] as never,
          ),
        },
      ]),
    ),
    async started() {
      await (extra.started as (() => Promise<void>) | undefined)?.call(this);
      if (options.background) background = parts.background?.(deps) ?? [];
    },
    async stopped() {
      await Promise.all(background.map((work) => work.stop()));
      await (extra.stopped as (() => Promise<void>) | undefined)?.call(this);
    },
  };
}

/** Checks who calls, parses the params, runs the function, checks the result, turns errors into ones that travel. */
function handlerOf(
  deps: Deps,
  name: string,
  action: ActionContract,
  run: ActionFunction<ActionContract, Deps>,
) {
  return async (ctx: Context<unknown, CallerMeta>): Promise<unknown> => {
    const caller = fromMeta(deps.signer, ctx.meta);
    try {
      authorise(action.access, caller);
      const params = parseParams(action.params, ctx.params);
      const result = action.result.safeParse(await run(deps, params, caller));
      if (!result.success)
        throw new Error(`${name} answered what its contract does not allow`, {
          cause: result.error,
        });
      return result.data;
    } catch (thrown) {
      const error = fromThrown(thrown);
      if (error.code === "internal") {
        report(deps.log, error.cause ?? error, { action: name, request_id: caller.requestId });
      }
      throw toWire(error);
    }
  };
}

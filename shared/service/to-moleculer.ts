import type { Context, ServiceSchema } from "moleculer";
import { type ActionContract, type Caller, type Contract, parseParams } from "../contracts";
import { report } from "../observability";
import { authorise } from "./authorise";
import { REQUEST_TIMEOUT } from "./broker/create-broker";
import { type CallerMeta, fromMeta } from "./caller-meta";
import { beginOnce } from "./calls/begin-once";
import { type DeadlineMeta, requireTime, withinDeadline } from "./calls/deadlines";
import type { ActionFunction, Background, ServiceDefinition, ServiceParts } from "./define-service";
import type { Deps } from "./deps";
import type { SubscribingSchema } from "./durable-events";
import { observeAction } from "./observe-action";
import { recordAnswer } from "./record-answer";
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
    ...(parts.tuning ? { tuning: parts.tuning } : {}),
    actions: Object.fromEntries(
      Object.keys(contract.actions).map((name) => [
        name,
        { handler: beginOnce(REQUEST_TIMEOUT, handlerOf(deps, name, contract, parts)) },
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
  contract: Contract,
  parts: ServiceParts<Contract, Deps>,
) {
  const action = contract.actions[name] as ActionContract;
  const run = parts.actions[name] as (
    ...args: Parameters<ActionFunction<ActionContract, Deps>>
  ) => Promise<object>;
  const fullName = `${contract.name}.${name}`;

  const perform = async (
    ctx: Context<unknown, CallerMeta & DeadlineMeta>,
    caller: Caller,
  ): Promise<unknown> => {
    try {
      requireTime(ctx.meta);
      authorise(action.access, caller);
      const params = parseParams(action.params, ctx.params);
      const act = (using: Deps) => run(using, params, caller);
      const own = withinDeadline(deps, ctx.meta);
      const { repeatable } = ctx.meta;
      const answer =
        repeatable && parts.records ? await recordAnswer(own, repeatable, act) : await act(own);
      const result = action.result.safeParse(answer);
      if (!result.success)
        throw new Error(`${fullName} answered what its contract does not allow`, {
          cause: result.error,
        });
      return result.data;
    } catch (thrown) {
      const error = fromThrown(thrown);
      if (error.code === "internal") {
        report(deps.log, error.cause ?? error, { action: fullName, request_id: caller.requestId });
      }
      throw error;
    }
  };
  return async (ctx: Context<unknown, CallerMeta & DeadlineMeta>): Promise<unknown> => {
    const caller = fromMeta(deps.signer, ctx.meta);
    try {
      return await observeAction(contract.name, name, caller, (traced) => perform(ctx, traced));
    } catch (error) {
      throw toWire(fromThrown(error));
    }
  };
}

import {
  type ActionContract,
  type Caller,
  type InputOf,
  parseParams,
  type ResultOf,
  subscriberActions as contract,
} from "../contracts";
import type { Deps } from "./deps";
import { subscriberActions } from "./subscriber-actions";

type Actions = typeof contract;

/** What can be asked of a subscriber, as `call[name]` has it for the platform's own. */
export type SubscriberCalls = {
  [A in keyof Actions]: (
    params: InputOf<Actions[A]>,
    caller?: Caller,
  ) => Promise<ResultOf<Actions[A]>>;
};

/**
 * What can be asked of the subscriber `service`, done on its inbox without a service that answers: for
 * one that is not of the platform. Whoever may use the database may do all of it.
 */
export function subscriberCalls(deps: Pick<Deps, "db" | "signer" | "service">): SubscriberCalls {
  const run = subscriberActions as Record<string, (...given: unknown[]) => Promise<unknown>>;
  const bound = Object.entries(contract as Record<string, ActionContract>).map(
    ([name, { params }]) => [
      name,
      async (given: object, caller: Caller = { principal: { kind: "operator" } }) =>
        await run[name]?.(deps, parseParams(params, given), caller),
    ],
  );
  return Object.fromEntries(bound) as SubscriberCalls;
}

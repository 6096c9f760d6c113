import type { ServiceSchema } from "moleculer";
import type { ActionContract, Caller, Contract, ParamsOf, ResultOf } from "../contracts";
import type { Subscription } from "../events";
import type { Deps } from "./deps";

/** What a contract action is done by. */
export type ActionFunction<A extends ActionContract, D> = (
  deps: D,
  params: ParamsOf<A>,
  caller: Caller,
) => Promise<ResultOf<A>>;

/** Work of a service that goes on beside its actions. */
export interface Background {
  stop(): Promise<void>;
}

export interface ServiceParts<C extends Contract, D extends Deps> {
  /** One function for each action of the contract. */
  actions: { [A in keyof C["actions"]]: ActionFunction<C["actions"][A], D> };
  /** What it does about events, durably. */
  subscribe?: readonly Subscription<D>[];
  /** The services it calls, when they may be in other processes: ready once they are known. */
  calls?: readonly string[];
  /** Whether it writes events, so that a relay runs beside it. */
  publishes?: boolean;
  /** Whether it records answers with their effects (shared/idempotency), which what clients POST takes. */
  records?: boolean;
  /** Adds what only this service needs to its functions' deps. */
  prepare?: (deps: Deps) => D | Promise<D>;
  /** Starts what goes on beside the actions, once the service is up. */
  background?: (deps: D) => Background[];
  /** The first thing at a stop, while everything still works: lets nothing new in, finishes what is in. */
  drain?: (deps: D) => Promise<void>;
  /** Moleculer parts beyond the contract, such as the mixin of moleculer-web. */
  moleculer?: (deps: D) => Partial<ServiceSchema>;
}

/** A service as the composition root takes it, its own types forgotten. */
export interface ServiceDefinition {
  contract: Contract;
  parts: ServiceParts<Contract, Deps>;
}

/** Binds a contract to its functions. An action without a function does not compile. */
export function defineService<C extends Contract, D extends Deps = Deps>(
  contract: C,
  parts: ServiceParts<C, D>,
): ServiceDefinition {
  return { contract, parts: parts as unknown as ServiceParts<Contract, Deps> };
}

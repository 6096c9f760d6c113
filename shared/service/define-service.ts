import type { ServiceSchema } from "moleculer";
import {
  type ActionContract,
  type Caller,
  type Contract,
  eventLogActions,
  type ParamsOf,
  type ResultOf,
  subscriberActions,
} from "../contracts";
import { forgetDeleted, hearOfDeletions } from "../event-log";
import type { Subscription, Tuning } from "../events";
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
  /** How its events are handled: how many at once, how long, in which isolation. */
  tuning?: Tuning;
  /** The services it calls, when they may be in other processes: ready once they are known. */
  calls?: readonly string[];
  /** Those of them without which it has nothing to answer: while one cannot be called, it is not ready. */
  needs?: readonly string[];
  /**
   * Whether it writes events: a relay runs beside it, its log is one of those that all read as one, and
   * forgets deleted users, of whom the service hears.
   */
  publishes?: boolean;
  /** It notes in the transaction of a deletion whom its log is to forget, and need not hear of it. */
  notesErasures?: boolean;
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
  // Functions of narrower params, which only `toMoleculer` calls, after it has parsed them.
  const untyped = parts as unknown as ServiceParts<Contract, Deps>;
  return { contract, parts: parts.publishes ? withEventLog(contract, untyped) : untyped };
}

/** A publisher with what every publisher has, whatever it is for. */
function withEventLog(
  contract: Contract,
  parts: ServiceParts<Contract, Deps>,
): ServiceParts<Contract, Deps> {
  const { subscribe = [], background = () => [], notesErasures = false } = parts;
  const heard = notesErasures ? subscribe : [...subscribe, hearOfDeletions];
  requireActions(contract, "publishes", { eventLogActions });
  if (heard.length > 0) requireActions(contract, "subscribes", { subscriberActions });
  return {
    ...parts,
    ...(heard.length > 0 ? { subscribe: heard } : {}),
    background: (deps) => [forgetDeleted(deps), ...background(deps)],
  };
}

/** `wanted` are actions under the name by which a contract spreads them. */
function requireActions(
  { name, actions }: Contract,
  does: string,
  wanted: Record<string, Contract["actions"]>,
): void {
  for (const [spread, expected] of Object.entries(wanted)) {
    const missing = Object.keys(expected).filter((action) => !(action in actions));
    if (missing.length > 0) {
      throw new Error(
        `${name} ${does}: its contract spreads ${spread}; missing: ${missing.join(", ")}`,
      );
    }
  }
}

import type { ServiceBroker, ServiceSchema } from "moleculer";
import type { Caller } from "../../shared/contracts";
import { createLogger } from "../../shared/observability";
import {
  type Calls,
  createBroker,
  createCalls,
  type Deps,
  type ServiceDefinition,
  toMoleculer,
} from "../../shared/service";
import { type TestDatabase, testDeps } from "./database";

export interface ServiceOnBroker {
  broker: ServiceBroker;
  deps: Deps;
  call: Calls;
  stop(): Promise<void>;
}

/** Somebody with the administrators' role. */
export const ADMIN: Caller = { principal: { kind: "operator" } };

/** One service on a broker of its own, with what it prepares, without its consumer. */
export async function serviceOnBroker(
  definition: ServiceDefinition,
  database: TestDatabase,
): Promise<ServiceOnBroker> {
  const { name } = definition.contract;
  const plain = testDeps(database, name);
  const deps = (await definition.parts.prepare?.(plain)) ?? plain;
  const broker = createBroker({
    log: createLogger({ level: "silent", pretty: false }),
    middlewares: [],
  });
  broker.createService(toMoleculer(definition, deps, { background: false }) as ServiceSchema);
  await broker.start();
  return {
    broker,
    deps,
    call: createCalls(broker, deps.signer, "test"),
    stop: () => broker.stop(),
  };
}

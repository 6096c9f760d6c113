import { contracts } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { OPERATOR } from "../operate";

type Call = (params?: object, caller?: object) => Promise<unknown>;

/** Every action of every contract as the operator calls it, params being optional. */
export function operatorCalls(calls: Calls): Record<string, Record<string, Call>> {
  const byName = calls as unknown as Record<string, Record<string, Call>>;
  return Object.fromEntries(
    callableServices.map((service) => [
      service,
      Object.fromEntries(
        Object.entries(byName[service] ?? {}).map(([action, call]) => [
          action,
          (params: object = {}, caller: object = OPERATOR) =>
            call(params, caller).catch(withoutStack),
        ]),
      ),
    ]),
  );
}

/** The services with actions to call. */
export const callableServices: readonly string[] = Object.keys(contracts).filter(
  (name) => name !== "web-gateway",
);

/** The actions there are, a line each, with what they do. */
export function describeActions(): string[] {
  return callableServices.flatMap((service) => {
    const { actions } = contracts[service as keyof typeof contracts];
    return Object.entries(actions).map(
      ([name, { summary }]) => `${`call.${service}.${name}`.padEnd(36)} ${summary}`,
    );
  });
}

/** Where in this program it failed says nothing to whoever typed the call. */
function withoutStack(error: Error): never {
  error.stack = `${error.name}: ${error.message}`;
  throw error;
}

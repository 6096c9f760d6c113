import type { Config } from "../../shared/config";
import type { Calls } from "../../shared/service";
import { operate } from "../operate";

/** Like `operate`, with the actions of several services; all are there before `work` begins. */
export async function operateOn<S extends keyof Calls, T>(
  config: Config,
  services: readonly S[],
  work: (call: Pick<Calls, S>) => Promise<T>,
): Promise<T> {
  const gather = async (missing: readonly S[], call: Partial<Calls>): Promise<T> => {
    const [next, ...rest] = missing;
    if (next === undefined) return await work(call as Pick<Calls, S>);
    return await operate(config, next, (calls) => gather(rest, { ...call, [next]: calls[next] }));
  };
  return await gather(services, {});
}

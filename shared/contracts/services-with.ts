import { type Contracts, contracts } from "./contracts";

/** The services whose contracts have all of some actions. */
export type ServiceWith<Actions extends object> = {
  [S in keyof Contracts]: keyof Actions extends keyof Contracts[S]["actions"] ? S : never;
}[keyof Contracts];

/** The names of the services whose contracts have all of some actions, e.g. `subscriberActions`. */
export function servicesWith<Actions extends object>(actions: Actions): ServiceWith<Actions>[] {
  const wanted = Object.keys(actions);
  return Object.entries(contracts)
    .filter(([, contract]) => wanted.every((name) => name in contract.actions))
    .map(([name]) => name as ServiceWith<Actions>)
    .sort();
}

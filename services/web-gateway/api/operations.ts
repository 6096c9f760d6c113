import { type ActionContract, callable, type HttpBinding } from "../../../shared/contracts";

/** The path below which all operations are. */
export const API_BASE = "/api/v1";

/** An action of a contract, with its names. */
export interface NamedAction {
  service: string;
  name: string;
  action: ActionContract;
  /** The names in the braces of its path. */
  pathParams: string[];
}

/** An action that clients reach over HTTP. */
export interface Operation extends NamedAction {
  http: HttpBinding;
}

/** Every action of the platform, in the order of the contracts. */
export const actions: readonly NamedAction[] = Object.entries(callable).flatMap(
  ([service, contract]) =>
    Object.entries<ActionContract>(contract.actions).map(([name, action]) => {
      const path = action.http?.path ?? "";
      const pathParams = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
      return { service, name, action, pathParams };
    }),
);

/** The actions that clients reach over HTTP. */
export const operations: readonly Operation[] = actions.flatMap((one) => {
  const { http, access } = one.action;
  return http && access.who !== "internal" ? [{ ...one, http }] : [];
});

/** Params that are taken from a header only. */
export const HEADER_PARAMS: Readonly<Record<string, string>> = { if_match: "if-match" };

/** The names of the params that a GET takes from the query, and every other method from the body. */
export function otherParams({ action, pathParams }: Operation): string[] {
  return Object.keys(action.params.shape).filter(
    (name) => !pathParams.includes(name) && !(name in HEADER_PARAMS),
  );
}

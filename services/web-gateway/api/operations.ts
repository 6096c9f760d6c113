import { contracts, type ActionContract, type HttpBinding } from "../../../shared/contracts";

/** Where every operation lives. */
export const API_BASE = "/api/v1";

/** A contract action that is reached over HTTP. */
export interface Operation {
  service: string;
  name: string;
  action: ActionContract;
  http: HttpBinding;
  /** The names in the braces of its path. */
  pathParams: string[];
}

/** Every operation of the platform, in the order of the contracts. */
export const operations: readonly Operation[] = Object.entries(contracts).flatMap(
  ([service, { actions }]) =>
    Object.entries<ActionContract>(actions).flatMap(([name, action]) => {
      const { http } = action;
      if (!http || action.access === "internal") return [];
      const pathParams = [...http.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
      return [{ service, name, action, http, pathParams }];
    }),
);

/** Params that come by a header, and by nothing else. */
export const HEADER_PARAMS: Readonly<Record<string, string>> = { if_match: "if-match" };

/** The names that come by the query for a GET, by the body for every other method. */
export function otherParams({ action, pathParams }: Operation): string[] {
  return Object.keys(action.params.shape).filter(
    (name) => !pathParams.includes(name) && !(name in HEADER_PARAMS),
  );
}

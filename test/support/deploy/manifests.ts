import type { Json } from "../json";
import { createRequire } from "node:module";

/** As much of a manifest's shape as tests look into. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  data?: Record<string, string>;
  spec?: Json;
}

/** How many of each stay whatever is done to nodes. */
export const DISRUPTIONS_LEAST = 1;

type Model = new (manifest: unknown) => { validate(): void };

/**
 * What is wrong with a manifest by Kubernetes' own schemas: values of the wrong type, and fields that
 * no schema knows, which `kubectl apply` would refuse or, worse, leave out.
 */
export function faultsOf(manifest: Manifest): string[] {
  const { apiVersion, kind } = manifest;
  const load = createRequire(__filename);
  const models = load(`kubernetes-models/${apiVersion}`) as Record<string, Model>;
  const Model = models[kind];
  if (!Model) return [`${apiVersion} has no ${kind}`];
  const seen = new Set<string>();
  try {
    // The validator reads each field that it knows; what it leaves unread, it does not know.
    new Model({}).validate.call(watched(manifest, "", seen));
  } catch (error) {
    return [(error as Error).message];
  }
  return pathsOf(manifest, "").filter((path) => !seen.has(path));
}

/** The same value, which notes in `seen` whichever of its fields is read. */
function watched(value: unknown, path: string, seen: Set<string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key);
      if (typeof key !== "string" || !Object.hasOwn(target, key)) return found;
      seen.add(`${path}/${key}`);
      return watched(found, `${path}/${key}`, seen);
    },
  });
}

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${path}/${key}`,
    ...pathsOf(inner, `${path}/${key}`),
  ]);
}

import { encodeTypeId } from "../../../shared/ids";
import type { FactorRow } from "./store/factors";

/** A factor as its owner sees it: without its seed. */
export function toFactor({ id, kind, label, ...times }: FactorRow) {
  return {
    id: encodeTypeId("factor", id),
    kind,
    label,
    created_at: times.created_at.toISOString(),
    confirmed_at: times.confirmed_at?.toISOString() ?? null,
    last_used_at: times.last_used_at?.toISOString() ?? null,
  };
}

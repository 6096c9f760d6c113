import type { MigrationSet, RollbackTarget } from "../../shared/database";
import { UsageError } from "../usage-error";

/**
 * What VERSION says stays: `0` nothing of any service, `accounts/0` nothing of one, `accounts/9` or
 * `accounts/0009-limits` everything up to that migration. Throws a UsageError for what there is not.
 */
export function parseVersion(version: string, sets: readonly MigrationSet[]): RollbackTarget[] {
  if (version === "0") return sets.map(({ service }) => ({ service, last: undefined }));
  const [service = "", wanted, ...rest] = version.split("/");
  const set = sets.find((candidate) => candidate.service === service);
  if (!set || wanted === undefined || rest.length > 0) {
    const services = sets.map((candidate) => candidate.service).join(", ");
    throw new UsageError(
      `${version} is no version; it is 0, or a service (${services}) with the last migration that stays, such as ${example(sets)}`,
    );
  }
  if (wanted === "0") return [{ service, last: undefined }];
  const found = set.migrations.filter(({ name }) => name === wanted || sameNumber(name, wanted));
  const [only] = found;
  if (!only || found.length > 1) {
    const names = set.migrations.map(({ name }) => name).join(", ");
    throw new UsageError(`${service} has no migration ${wanted}; it has ${names}`);
  }
  return [{ service, last: only.name }];
}

function sameNumber(name: string, wanted: string): boolean {
  return /^\d+$/.test(wanted) && Number(name.split("-")[0]) === Number(wanted);
}

function example([set]: readonly MigrationSet[]): string {
  return `${set?.service}/${set?.migrations[0]?.name}`;
}

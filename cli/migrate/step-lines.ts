import type { MigrationStep } from "../../shared/database";
import { paint } from "../colours";

/** A migration in a list of them. */
export function lineOf({ service, migration }: MigrationStep): string {
  return `${paint("dim", service.padEnd(12))} ${migration}`;
}

/** How many migrations something was done about: `3 migrations undone in 0.2 s.` */
export function summaryOf(steps: readonly MigrationStep[], what: string): string {
  return `${steps.length} ${steps.length === 1 ? "migration" : "migrations"} ${what}.`;
}
